-- courier.remote_gone: somebody answered 410
begin;
select plan(1);
\ir fixture.psql
\ir federation.psql
set local role placet_courier;
select courier.remote_gone(zoe()) \g /dev/null
reset role;
select results_eq('select id from placet.remote where gone_at is not null',
    'values (zoe())', 'and is forgotten');

select finish();
rollback;
