-- courier.deferred_done: over, or four times in all
begin;
select plan(4);
\ir fixture.psql
insert into placet.deferred (site_id, id, host, key, request, body, attempts,
    leased_until)
overriding system value values
    (1, 1, 'm.example', 'k', '{}', '{}', 0, now() + interval '1 minute'),
    (1, 2, 'm.example', 'k', '{}', '{}', 0, now() + interval '1 minute'),
    (1, 3, 'm.example', 'k', '{}', '{}', 3, now() + interval '1 minute'),
    (2, 4, 'm.example', 'k', '{}', '{}', 0, now() + interval '1 minute');
set local role placet_courier;
select courier.deferred_done(1, 1, false), courier.deferred_done(1, 2, true),
    courier.deferred_done(1, 3, true), courier.deferred_done(1, 4, false),
    courier.deferred_done(1, 99, true) \g /dev/null
select throws_ok('select * from placet.deferred', '42501', null,
    'the courier cannot read the tables itself');
reset role;
select results_eq('select id, attempts from placet.deferred order by id',
    $$ values (2::bigint, 1), (4, 0) $$,
    'done is gone, so is the fourth attempt; of another site nothing is');
select is(leased_until, null, 'the lease is given back')
from placet.deferred where id = 2;
select ok(due_at between now() + interval '20 s' and now() + interval '40 s',
    'and it waits its time') from placet.deferred where id = 2;

select finish();
rollback;
