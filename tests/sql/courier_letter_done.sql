-- courier.letter_done: sent, refused, or for eight days again
begin;
select plan(4);
\ir fixture.psql
insert into placet.letter (site_id, id, host, inbox, actor, doc, attempts, at,
    leased_until)
overriding system value
select 1 + (n = 6)::int, n, 'm.example', 'https://m.example/inbox', 0, '{}',
    1, now() - age::interval, now() + interval '1 minute'
from (values (1, '0'), (2, '0'), (3, '0'), (4, '8 days 1 s'), (5, '7 days'),
    (6, '0')) t (n, age);
set local role placet_courier;
select courier.letter_done('{1,1,1,1,1,1}', '{1,2,3,4,5,6}',
    '{ok,drop,retry,retry,retry,ok}', '{null,null,7200,null,99999999,null}')
\g /dev/null
select throws_ok('select * from placet.letter', '42501', null,
    'the courier cannot read the tables itself');
reset role;
select results_eq('select id, attempts from placet.letter order by id',
    $$ values (3::bigint, 2), (5, 2), (6, 1) $$,
    'what is over is gone; of another site nothing is');
select results_eq('select due_at, leased_until from placet.letter
    where id in (3, 5) order by id', $$ values
    (now() + interval '2 hours', null::timestamptz),
    (now() + interval '1 day', null) $$,
    'others wait as long as they are told, but a day at most');
-- Refused is something else than not reached.
update placet.letter set attempts = 9 where id = 3;
set local role placet_courier;
select courier.letter_done('{1}', '{3}', '{refuse}', '{null}')
from generate_series(1, 2) \g /dev/null
reset role;
select is(refused, 2, 'how often is counted')
from placet.letter where id = 3;

select finish();
rollback;
