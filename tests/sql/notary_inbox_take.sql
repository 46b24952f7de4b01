-- notary.inbox_take: what is next, grouped by log, and nothing else
begin;
select plan(13);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
call public.petition(2, 1);
insert into placet.inbox (id, site_id, petition, nullifier, cn, cp, at)
overriding system value
select i, case when i = 6 then 2 else 1 end, case when i = 4 then 2 else 1 end,
    sha256('n' || i::text::bytea), sha256('c' || i::text::bytea),
    sha256('p' || i::text::bytea), '2026-01-02 03:04:05+00'
from generate_series(1, 6) i;
set local role placet_notary;

select is(notary.inbox_take(0, 100, 100)->>'rows', '6', 'all rows are seen');
select is(notary.inbox_take(0, 100, 100)->>'last', '6', 'up to the last id');
select is(jsonb_array_length(notary.inbox_take(0, 100, 100)->'logs'), 3,
    'of three logs');
select is(notary.inbox_take(0, 100, 100)#>>'{logs,0,ids}', '1,2,3,5',
    'the oldest first, their rows together');
select is(notary.inbox_take(0, 100, 100)#>>'{logs,0,host}', 'a.exemple.fr',
    'with the host that goes into the leaf');
select is(length(notary.inbox_take(0, 100, 100)#>>'{logs,0,rows}'),
    4 * 72 * 2, 'and 72 bytes a row');
select is(notary.inbox_take(0, 100, 100)#>>'{logs,1,rows}',
    encode(sha256('c4') || sha256('p4') || int8send(1767323045), 'hex'),
    'which are cn, cp and the time');
select is(notary.inbox_take(4, 100, 100)->>'rows', '3',
    'from an id on when asked so');
select is(notary.inbox_take(0, 2, 100)->>'rows', '2', 'no more than n rows');
select is(jsonb_array_length(notary.inbox_take(0, 100, 2)->'logs'), 2,
    'no more than so many logs');

reset role;
update placet.log set pub = null where site_id = 2;
update placet.log set halted = 'x' where site_id = 1 and item = 1;
set local role placet_notary;
select is(notary.inbox_take(0, 100, 100)->>'rows', '1',
    'a log without key, or halted, is passed over');
select is(notary.inbox_take(5, 100, 100),
    '{"rows": 0, "last": null, "logs": []}', 'nothing is an answer too');
select throws_ok('select * from placet.inbox', '42501', null,
    'the role cannot read the tables itself');

select finish();
rollback;
