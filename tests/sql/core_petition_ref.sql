-- core.petition_ref: just enough to link it
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.petition_ref(2, 1), '{"id": 1, "lang": "fr",
    "title": "Sauvons le phare", "url": "/petitions/1"}', 'name and link');
select is(core.petition_ref(2, 2), null, 'none of another site');
select is(core.petition_ref(2, null), null, 'none of nothing');

select finish();
rollback;
