-- courier.inbox_apply: what was deferred has the same effect
begin;
select plan(4);
\ir fixture.psql
\ir federation.psql
set local role placet_courier;
select is(courier.inbox_apply(1, zoe(), json_build_object('id',
    'https://m.example/l/1', 'type', 'Like', 'object', note())::text, null),
    '{"status": 202}', 'taken') from generate_series(1, 2);
select throws_ok('select * from placet.support', '42501', null,
    'the courier cannot read the tables itself');
reset role;
select is(count(*), 1::bigint, 'once') from placet.support;

select finish();
rollback;
