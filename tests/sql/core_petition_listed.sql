-- core.petition_listed: what lists show
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(jsonb_path_query_array(core.petition_listed(1, '{2,1,3}'),
    '$[*].id'), '[2, 1, 3]', 'in the order asked');
select is(core.petition_listed(1, '{}'), '[]', 'nothing');
select is(core.petition_listed(2, '{2,3}'), '[]', 'nothing of other sites');

select finish();
rollback;
