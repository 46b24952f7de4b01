-- notary.sign_take: the leaves since the last signature, within bounds
begin;
select plan(11);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
call public.petition(1, 3);
call public.petition(1, 4);
insert into placet.leaf (site_id, item, idx, entry)
select 1, i, n, ('e' || n)::bytea
from generate_series(1, 3) i, generate_series(0, 4) n;
update placet.log set size = 5, frontier = '\x0a', signed_size = 2,
    signed_frontier = '\x0b' where item in (1, 2, 3);
update placet.log set halted = 'x' where item = 3;
set local role placet_notary;

select is(notary.sign_take('{1}', '{1}', 100)#>>'{logs,0,leaves}',
    encode('\x0002'::bytea || 'e2' || '\x0002' || 'e3' || '\x0002' || 'e4',
        'hex'), 'the leaves that are not signed, each after its length');
select is((notary.sign_take('{1}', '{1}', 100)#>'{logs,0}')
    - '{leaves,pub}'::text[],
    '{"site": 1, "item": 1, "uuid": "00000000000040008000000000000001",
    "origin": "1/p/1", "size": 5, "frontier": "0a", "signed_size": 2,
    "signed_frontier": "0b", "n": 3}', 'and all that signing needs');
select is(notary.sign_take('{1}', '{1}', 100)#>>'{logs,0,pub}',
    encode(sha256('key'), 'hex'), 'the key with it');
select is(jsonb_array_length(
    notary.sign_take('{1,1,1}', '{1,2,1}', 100)->'logs'), 2,
    'a log that is named twice comes once');
select is(notary.sign_take('{1}', '{3}', 100), '{"logs": [], "rest": []}',
    'a halted log does not come');
select is(notary.sign_take('{1,9}', '{4,9}', 100),
    '{"logs": [], "rest": []}', 'nor one with nothing new, nor an unknown');
select is(notary.sign_take('{1}', '{1}', 2)#>>'{logs,0,n}', '2',
    'a log that does not fit comes in part');
select is(notary.sign_take('{1}', '{1}', 2)#>>'{logs,0,leaves}',
    encode('\x0002'::bytea || 'e2' || '\x0002' || 'e3', 'hex'),
    'with the first of its leaves');
select is(jsonb_array_length(
    notary.sign_take('{1,1}', '{1,2}', 5)->'logs'), 1,
    'one that finds no room any more does not come');
select is(notary.sign_take('{1,1}', '{1,2}', 5)->'rest', '[[1, 2]]',
    'but is named');
select is(notary.sign_take('{}', '{}', 5), '{"logs": [], "rest": []}',
    'nothing for nothing');

select finish();
rollback;
