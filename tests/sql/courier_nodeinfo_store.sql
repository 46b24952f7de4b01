-- courier.nodeinfo_store: what a server runs
begin;
select plan(6);
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
set local role placet_courier;
select courier.nodeinfo_store(1, 'n.example', 'lemmy', false) \g /dev/null
reset role;
select results_eq('select site_id, host, groups from placet.peer order by 1,
    2', $$ values (1, 'm.example', false), (1, 'n.example', true),
    (2, 'm.example', false) $$, 'and whether it reads groups');
select is(asked, 0, 'it has answered') from placet.peer
where (site_id, host) = (1, 'm.example');
select ok(ask_at between now() + interval '5 days' and now() + interval
    '9 days', 'and is asked again in a week') from placet.peer
where (site_id, host) = (1, 'm.example');
-- What its actors say counts as well (FEP-844e).
insert into placet.remote (id, host, type, username, inbox, placet, gone_at)
values ('https://m.example/a', 'm.example', 'Group', 'a', '', true, null),
    ('https://n.example/a', 'n.example', 'Group', 'a', '', true, now());
set local role placet_courier;
select courier.nodeinfo_store(1, 'm.example', 'placet', false),
    courier.nodeinfo_store(1, 'n.example', 'placet', false) \g /dev/null
reset role;
select is(placet, true, 'one of its actors says that it speaks as we do')
from placet.peer where (site_id, host) = (1, 'm.example');
select is(placet, false, 'one that is gone says nothing')
from placet.peer where (site_id, host) = (1, 'n.example');

select finish();
rollback;
