-- courier.errand_done: fetched, or five times in all
begin;
select plan(5);
\ir fixture.psql
insert into placet.errand (site_id, id, kind, host, url, attempts,
    leased_until)
overriding system value values
    (1, 1, 'actor', 'm.example', 'a', 0, now() + interval '1 minute'),
    (1, 2, 'actor', 'm.example', 'b', 1, now() + interval '1 minute'),
    (1, 3, 'actor', 'm.example', 'c', 4, now() + interval '1 minute'),
    (2, 4, 'actor', 'm.example', 'd', 0, now() + interval '1 minute');
set local role placet_courier;
select courier.errand_done(1, 1, false), courier.errand_done(1, 2, true),
    courier.errand_done(1, 3, true), courier.errand_done(1, 4, false)
\g /dev/null
select throws_ok('select * from placet.errand', '42501', null,
    'the courier cannot read the tables itself');
reset role;
select results_eq('select id, attempts from placet.errand order by id',
    $$ values (2::bigint, 2), (4, 0) $$,
    'done is gone, so is the fifth attempt; of another site nothing is');
select ok(leased_until is null and due_at between now() + interval '90 s'
    and now() + interval '150 s', 'and it waits its time')
from placet.errand where id = 2;

-- Our communes wait to hear of where they go.
\ir federation.psql
update placet.site set move_to = 'https://n.example/c', move_asked_at = now();
insert into placet.errand (site_id, id, kind, host, url)
overriding system value values
    (1, 5, 'actor', 'n.example', 'https://n.example/c'),
    (2, 6, 'actor', 'n.example', 'https://n.example/c'),
    (2, 7, 'nodeinfo', 'n.example', 'https://n.example/c');
select courier.errand_done(2, 6, true), courier.errand_done(2, 7, false)
\g /dev/null
select is(move_error, null, 'it is tried again')
from placet.site where id = 2;
select courier.errand_done(1, 5, false) \g /dev/null
select results_eq('select move_error from placet.site order by id',
    $$ values ('move.unreachable'), (null) $$, 'that is known at the end');

select finish();
rollback;
