-- core.rung_next: the step ahead
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.rung_next(1, 1, 0)->>'threshold', '2', 'the first');
select is(core.rung_next(1, 1, 2), '{"threshold": 100, "missing": 98,
    "effect": "Un débat au conseil", "percent": 2}', 'the second');
select is(core.rung_next(1, 1, 99)->>'percent', '99', 'not yet');
select is(core.rung_next(1, 1, 100), null, 'none ahead');
select is(core.rung_next(2, 1, 0), null, 'another site has its own');

select finish();
rollback;
