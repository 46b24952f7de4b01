-- admin.comment_fetch: a reply that never came is fetched
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
insert into placet.fetch_failed (url, host, until)
values ('https://m.example/1', 'm.example', now() + interval '1 day');
insert into placet.peer_rule (site_id, host, level)
values (1, 'bad.example', 'suspend');
set local role placet_admin;
select is(admin.comment_fetch('a.example', 'https://m.example/1'),
    '{"fetch": {"url": "https://m.example/1", "host": "m.example"}}', 'asked');
select lives_ok($$ select admin.comment_fetch('a.example',
    'https://m.example/1') $$, 'and again');
reset role;
select results_eq('select site_id, kind, host, url, petition, depth
    from placet.errand', $$ values (1, 'object', 'm.example',
    'https://m.example/1', null::int, 32) $$,
    'once, though it failed before, with those it replies to');
set local role placet_admin;
select throws_ok(format('select admin.comment_fetch(%L, %L)', 'a.example',
    url), 'PL422', 'url.invalid', 'not ' || url)
from unnest(array['x', 'ftp://m.example/1', note(), 'https://m.example/#1'])
    url;
select throws_ok($$ select admin.comment_fetch('a.example',
    'https://x.bad.example/1') $$, 'PL403', 'peer.blocked',
    'nor of a server that is suspended');
select throws_ok($$ select admin.comment_fetch('x.example',
    'https://m.example/1') $$, 'PL404', 'site.unknown', 'nor for nobody');

select finish();
rollback;
