-- core.petition_doc: the whole document
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.petition_doc(1, '1')->'petition'->>'body',
    E'# Pourquoi\n\nLe vélo sauve.', 'with the text');
insert into version (site_id, item, n, title, body, hash)
values (1, 1, 2, 'Erratum', 'Corrigé', b32(1));
select is(core.petition_doc(1, '1')->'petition'->>'title',
    'Des pistes cyclables', 'a new version is shown');
update item set version = 2 where (site_id, id) = (1, 1);
select is(core.petition_doc(1, '1')->'petition'->>'title', 'Erratum',
    'when the item says so');

select finish();
rollback;
