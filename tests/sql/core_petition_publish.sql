-- core.petition_publish: the fediverse hears of a petition
begin;
select plan(1);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.petition_publish(1, 1) \g /dev/null
select results_eq('select kind, actor, draft->>''type'', object from act
    order by n', $$ values ('create', 1, 'Create', note()),
    ('announce', -1, 'Announce', note()) $$, 'created, and announced');

select finish();
rollback;
