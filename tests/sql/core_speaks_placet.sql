-- core.speaks_placet: what the actors of a server say
begin;
select plan(4);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select is(core.speaks_placet('m.example'), false, 'nobody does');
update remote set placet = true where id in (zoe(), eve());
select is(core.speaks_placet('m.example'), true, 'one is enough');
select is(core.speaks_placet('e.example'), false, 'not below it');
update remote set gone_at = now();
select is(core.speaks_placet('m.example'), false, 'if it is still there');

select finish();
rollback;
