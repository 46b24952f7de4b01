-- admin.site_alias: which communes are this one now
begin;
select plan(23);
\ir fixture.psql
\ir federation.psql
select federated(2) as before \gset
create function public.acts() returns bigint
language sql security definer as $$ select count(*) from placet.act $$;
set local role placet_admin;
select is(admin.site_alias('A.example', null, null), '{"aliases": []}',
    'none at first');
select is(admin.site_alias('a.example', 'add', 'https://o.example/commune'),
    '{"aliases": ["https://o.example/commune"]}', 'one');
select is(acts(), 1::bigint, 'followers are told');
select is(admin.site_alias('a.example', 'add', 'https://o.example/commune'),
    '{"aliases": ["https://o.example/commune"]}', 'it is one');
select is(acts(), 1::bigint, 'and told once');
select is(admin.site_alias('a.example', 'add', 'https://p.example/commune'),
    '{"aliases": ["https://o.example/commune", "https://p.example/commune"]}',
    'a second');
select throws_ok(format('select admin.site_alias(''a.example'', ''add'', %L)',
    u), 'PL422', 'alias.invalid', coalesce(u, 'nothing'))
from unnest('{o.example,https://a.example/commune,https://a.example/x,
    https://o.example/a#b,"",null}'::text[]) u;
select throws_ok(format('select admin.site_alias(''a.example'', ''drop'', %L)',
    u), 'PL404', 'alias.unknown', 'drop ' || coalesce(u, 'nothing'))
from unnest('{https://q.example/commune,"",null}'::text[]) u;
select throws_ok($$ select admin.site_alias('a.example', 'x', 'y') $$,
    'PL422', 'change.unknown', 'what is that?');
select throws_ok($$ select admin.site_alias('x.example', null, null) $$,
    'PL404', 'site.unknown', 'of no site');
reset role;
select is((select draft->'object'->'alsoKnownAs' from placet.act
    where n = 2), '["https://o.example/commune",
    "https://p.example/commune"]', 'what they are told');
set local role placet_admin;
select is(admin.site_alias('a.example', 'drop', 'https://o.example/commune'),
    '{"aliases": ["https://p.example/commune"]}', 'one is dropped');
select is(acts(), 3::bigint, 'which is told');
select admin.site_alias('a.example', 'add', 'https://o.example/' || n)
from generate_series(2, 64) n \g /dev/null
select throws_ok($$ select admin.site_alias('a.example', 'add',
    'https://o.example/65') $$, 'PL409', 'alias.many', 'no more than 64');
reset role;
select is(federated(2), :'before', 'the other site has changed in nothing');
update placet.site set rsa = null where id = 2;
set local role placet_admin;
select is(admin.site_alias('b.example', 'add', 'https://o.example/commune'),
    '{"aliases": ["https://o.example/commune"]}', 'before there is a key');
select finish();
rollback;
