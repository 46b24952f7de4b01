-- notary.log_strays: what was left unsigned, and what nobody may know yet
begin;
select plan(3);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
call public.petition(1, 3);
call public.petition(1, 4);
call public.petition(1, 5);
update placet.log set size = 1 where item in (1, 2, 3);
update placet.log set halted = 'x' where item = 2;
update placet.log set pub = null where item = 3;
update placet.log set signed_at = now() - interval '1 second' where item = 4;
update placet.log set signed_at = now() - interval '1 hour' where item = 5;
set local role placet_notary;

select is(notary.log_strays(10)->'unsigned', '[[1, 1]]',
    'larger than signed, with a key, not halted');
select is(notary.log_strays(10)->'recent', '[[1, 4]]',
    'signed within the last minute');
select is(notary.log_strays(0), '{"unsigned": [], "recent": []}',
    'no more than n');

select finish();
rollback;
