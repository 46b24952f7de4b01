-- courier.inbox_apply: what was deferred has the same effect
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local role placet_courier;
select is(courier.inbox_apply(1, zoe(), null, null, null, null, null, null,
    json_build_object('id', 'https://m.example/l/1', 'type', 'Like',
    'object', note())::text), '{"status": 202}', 'taken') from generate_series(1, 2);
select throws_ok('select * from placet.support', '42501', null,
    'the courier cannot read the tables itself');
select is(courier.inbox_apply(1, zoe(), zoe() || '/notes/1', note(), null,
    'fr', 0, 'Oui', '{}'), '{"status": 202}', 'a comment too');
reset role;
select is(row (text, lang, published_at)::text,
    '(Oui,fr,"1970-01-01 00:00:00+00")', 'in its parts') from placet.comment;
select is(count(*), 1::bigint, 'once') from placet.support;

select finish();
rollback;
