-- courier.fetch_allowed: not from who is suspended, nor from ourselves
begin;
select plan(9);
\ir fixture.psql
insert into placet.peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend'), (1, 'm.example', 'limit');
create temp table uuid as select id, uuid::text as u from placet.site;
grant select on uuid to placet_courier;
set local role placet_courier;
select is(courier.fetch_allowed((select u from uuid where id = site), url),
    want, site || ': ' || url)
from (values (1, 'https://m.example/zoe', true),
    (1, 'https://sub.e.example/eve', false),
    (2, 'https://sub.e.example/eve', true),
    (1, 'https://a.example/actor', false),
    (1, 'https://b.example/actor', false),
    (1, 'https://xb.example/actor', true),
    (1, 'nonsense', false)) t (site, url, want);
select is(courier.fetch_allowed('00000000000000000000000000000000',
    'https://m.example/'), false, 'no site, no right');
reset role;
set local placet.scheme = 'http';
set local placet.port = '8080';
select results_eq($$ select courier.fetch_allowed((select u from uuid
    where id = 1), 'http://b.example:' || port || '/')
    from unnest('{8080,8081}'::int[]) port $$, $$ values (false), (true) $$,
    'with ports, the port counts');

select finish();
rollback;
