-- notary.log_open: key and first leaf, once
begin;
select plan(5);
\ir notary.psql
call public.petition(1, 1);
update placet.log set pub = null;
set local role placet_notary;

select is(notary.log_open(1, 1, 'key', 'entry', 'peak'),
    '{"opened": true}', 'a log without key is opened');
select is(notary.log_open(1, 1, 'other', 'entry', 'peak'),
    '{"opened": false}', 'not again');
select is(notary.log_open(1, 2, 'key', 'entry', 'peak'),
    '{"opened": false}', 'nor one that does not exist');
reset role;
select results_eq('select pub, size, frontier from placet.log',
    $$ values ('key'::bytea, 1::bigint, 'peak'::bytea) $$,
    'it has key, size and frontier');
select results_eq('select idx, entry from placet.leaf',
    $$ values (0::bigint, 'entry'::bytea) $$, 'and one leaf');

select finish();
rollback;
