-- core.peer_meet: a server we send to, from here on
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
update site set acts = 5 where id = 1;
select core.peer_meet(1, 'm.example') \g /dev/null
update site set acts = 9 where id = 1;
select core.peer_meet(1, 'm.example'), core.peer_meet(2, 'm.example')
\g /dev/null
select results_eq('select site_id, host, cursor from peer order by 1',
    $$ values (1, 'm.example', 5::bigint), (2, 'm.example', 0) $$,
    'the first time counts, for each site');
select results_eq('select site_id, kind, url from errand order by 1', $$
    values (1, 'nodeinfo', 'https://m.example/.well-known/nodeinfo'),
    (2, 'nodeinfo', 'https://m.example/.well-known/nodeinfo') $$,
    'and it is asked what it runs');
set local placet.scheme = 'http';
select core.peer_meet(1, '127.0.0.1:8080') \g /dev/null
select isnt_empty($$ select from errand
    where url = 'http://127.0.0.1:8080/.well-known/nodeinfo' $$,
    'over what this server itself uses');
select is(asked, 1, 'nothing was answered yet')
from peer where host = '127.0.0.1:8080';
insert into remote (id, host, type, username, inbox, placet)
values ('https://p.example/a', 'p.example', 'Group', 'a', '', true);
select core.peer_meet(1, 'p.example') \g /dev/null
select is(placet, true, 'what its actors said counts')
from peer where host = 'p.example';

select finish();
rollback;
