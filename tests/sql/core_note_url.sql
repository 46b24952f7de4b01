-- core.note_url: a petition's page and note
begin;
select plan(1);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.note_url(2, 5), 'https://b.example/petitions/5', 'its URL');

select finish();
rollback;
