-- notary.log_halt: stop once, for the first reason
begin;
select plan(3);
\ir notary.psql
call public.petition(1, 1);
set local role placet_notary;

select is(notary.log_halt(1, 1, 'why'), '{"halted": true}', 'it is halted');
select is(notary.log_halt(1, 1, 'again'), '{"halted": false}', 'but once');
reset role;
select is((select halted from placet.log), 'why', 'the first reason stays');

select finish();
rollback;
