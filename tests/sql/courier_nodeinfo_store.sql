-- courier.nodeinfo_store: what a server runs
begin;
select plan(1);
\ir fixture.psql
insert into placet.peer (site_id, host) values
    (1, 'm.example'), (1, 'n.example'), (2, 'm.example');
set local role placet_courier;
select courier.nodeinfo_store(1, 'm.example', repeat('x', 99), true),
    courier.nodeinfo_store(1, 'x.example', 'lemmy', false) \g /dev/null
reset role;
select results_eq('select site_id, host, software, placet from placet.peer
    order by 1, 2', $$ values (1, 'm.example', repeat('x', 64), true),
    (1, 'n.example', null, false), (2, 'm.example', null, false) $$,
    'of that server, for that site, cut');

select finish();
rollback;
