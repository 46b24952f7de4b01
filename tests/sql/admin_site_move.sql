-- admin.site_move: our commune is another actor now
begin;
select plan(24);
\ir fixture.psql
\ir federation.psql
select federated(2) as before \gset
create function public.told() returns text
language sql security definer as $$
    select string_agg(kind, ' ' order by n) from placet.act where site_id = 1
$$;
set local role placet_admin;
select is(admin.site_move('A.example', null, false), '{"move": null}',
    'it is here');
select is(admin.site_move('a.example', 'https://n.example/commune', false)
    ->'move'->>'state', 'asked', 'asked');
select throws_ok('select * from placet.errand', '42501', null,
    'the role itself cannot read the tables');
reset role;
select results_eq('select kind, url from placet.errand',
    $$ values ('actor', 'https://n.example/commune') $$, 'it is looked at');
select is(told(), null, 'and nothing said yet');
set local role placet_admin;
select is(admin.site_move('a.example', 'https://o.example/c', false)
    ->'move'->>'to', 'https://o.example/c', 'another, on second thoughts');
select is(admin.site_move('a.example', null, true), '{"move": null}',
    'given up');
select is(told(), null, 'of which nobody knew');
select throws_ok($$ select admin.site_move('a.example', null, true) $$,
    'PL409', 'move.none', 'nothing to give up');
select throws_ok(format('select admin.site_move(''a.example'', %L, false)', u),
    'PL422', 'target.invalid', u)
from unnest('{n.example,https://a.example/commune,https://n.example/c#d,
    ""}'::text[]) u;
select admin.peer_rule_set('a.example', 'bad.example', 'suspend', '')
\g /dev/null
select throws_ok($$ select admin.site_move('a.example',
    'https://sub.bad.example/c', false) $$, 'PL409', 'peer.blocked',
    'not to whom we have nothing to do with');
select throws_ok($$ select admin.site_move('x.example', null, false) $$,
    'PL404', 'site.unknown', 'of no site');

reset role;
select is(federated(2), :'before', 'the other site has changed in nothing');
set local role placet_admin;
select admin.site_alias('b.example', 'add', 'https://a.example/commune')
\g /dev/null
select is(admin.site_move('a.example', 'https://b.example/commune', false)
    ->'move'->>'state', 'moved', 'to a site of this server, at once');
select is(told(), 'actor move', 'which is told');
select throws_ok($$ select admin.site_move('a.example',
    'https://n.example/commune', false) $$, 'PL409', 'move.done',
    'it has moved');
select is(admin.site_move('a.example', null, false)->'move'->>'to',
    'https://b.example/commune', 'there');
select is(admin.site_move('a.example', null, true), '{"move": null}',
    'and back');
select is(told(), 'actor move actor', 'which is told too');
reset role;
select ok(not (draft->'object') ? 'movedTo', 'it is itself again')
from placet.act where site_id = 1 and n = 3;
update placet.site set rsa = null where id = 1;
set local role placet_admin;
select throws_ok($$ select admin.site_move('a.example',
    'https://b.example/commune', false) $$, 'PL503', 'busy',
    'not before there is a key');
select finish();
rollback;
