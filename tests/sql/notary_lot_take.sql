-- notary.lot_take: what is next, grouped by log, and nothing else
begin;
select plan(15);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
call public.petition(2, 1);
-- Lots of one signature, but the third of two.
insert into placet.inbox (id, site_id, petition, n, rows, at)
select i, case when i = 6 then 2 else 1 end, case when i = 4 then 2 else 1 end,
    n, (select string_agg(sha256((c || i)::bytea), ''::bytea)
        from unnest('{c,p,d,q}'::text[]) with ordinality t (c, k)
        where k <= 2 * n), '2026-01-02 03:04:05+00'
from (select i, case when i = 3 then 2 else 1 end as n
    from generate_series(1, 6) i) x;
set local role placet_notary;

select is(notary.lot_take(0, 100, 100)->>'rows', '7',
    'all signatures are seen');
select is(notary.lot_take(0, 100, 100)->>'last', '6', 'up to the last id');
select is(jsonb_array_length(notary.lot_take(0, 100, 100)->'logs'), 3,
    'of three logs');
select is(string_agg(substr(lots, at, 40), ' ' order by at),
    string_agg(encode(int8send(id) || int4send(n) || int8send(1767323045),
        'hex'), ' ' order by at), 'the oldest first, their lots together')
from (select notary.lot_take(0, 100, 100)#>>'{logs,0,lots}' as lots) t,
    (values (1, 1, 1), (169, 2, 1), (337, 3, 2), (633, 5, 1)) v (at, id, n);
select is(notary.lot_take(0, 100, 100)#>>'{logs,0,host}', 'a.exemple.fr',
    'with the host that goes into the leaf');
select is(length(notary.lot_take(0, 100, 100)#>>'{logs,0,lots}'),
    (4 * 20 + 5 * 64) * 2, 'and 64 bytes a signature');
select is(notary.lot_take(0, 100, 100)#>>'{logs,1,lots}',
    encode(int8send(4) || int4send(1) || int8send(1767323045)
        || sha256('c4') || sha256('p4'), 'hex'),
    'after id, number and time');
select is(notary.lot_take(4, 100, 100)->>'rows', '3',
    'from an id on when asked so');
select is(notary.lot_take(0, 3, 100) - 'logs',
    '{"rows": 2, "more": true, "last": 2}', 'no more than n signatures');
select is(notary.lot_take(3, 1, 100) - 'logs',
    '{"rows": 2, "more": true, "last": 3}', 'but one lot at least');
select is(notary.lot_take(0, 7, 100)->>'more', 'false', 'nothing is left');
select is(jsonb_array_length(notary.lot_take(0, 100, 2)->'logs'), 2,
    'no more than so many logs');

reset role;
update placet.log set pub = null where site_id = 2;
update placet.log set halted = 'x' where site_id = 1 and item = 1;
set local role placet_notary;
select is(notary.lot_take(0, 100, 100)->>'rows', '1',
    'a log without key, or halted, is passed over');
select is(notary.lot_take(5, 100, 100),
    '{"rows": 0, "more": false, "last": null, "logs": []}', 'nothing is an answer too');
select throws_ok('select * from placet.inbox', '42501', null,
    'the role cannot read the tables itself');

select finish();
rollback;
