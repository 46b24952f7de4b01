-- courier.letter_done: sent, refused, or for eight days again
begin;
select plan(5);
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
-- How the servers fare.
insert into placet.letter (site_id, id, host, inbox, actor, doc)
overriding system value
select 1, 10 + n, h || '.example', 'x', 0, '{}'
from (values (1, 'a'), (2, 'b'), (3, 'c'), (4, 'd'), (5, 'd')) t (n, h);
insert into placet.peer (site_id, host, fails) select 1, h || '.example', 4
from unnest('{a,b,c,d}'::text[]) h;
set local role placet_courier;
select courier.letter_done('{1,1,1,1,1}', '{11,12,13,14,15}',
    '{ok,drop,refuse,retry,retry}', '{null,null,null,null,null}')
\g /dev/null
reset role;
select results_eq($$ select host, fails, last_ok is not null, opened_at
    is not null from placet.peer where host like '_.example'
    and host < 'm' order by 1 $$, $$ values ('a.example', 0, true, false),
    ('b.example', 0, false, false), ('c.example', 0, false, false),
    ('d.example', 5, false, true) $$, 'servers fare as they answer');
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
