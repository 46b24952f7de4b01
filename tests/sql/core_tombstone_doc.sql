-- core.tombstone_doc: what is left of one taken back
begin;
select plan(2);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
update petition set withdrawn_at = '2026-01-02T03:04:05Z'
where (site_id, item) = (1, 1);
select is(core.tombstone_doc(1, 1) - '@context', '{
    "id": "https://a.example/petitions/1", "type": "Tombstone",
    "formerType": "Note", "deleted": "2026-01-02T03:04:05Z"}',
    'a Tombstone under its URL, without its words');
select is(core.tombstone_doc(1, 9), null, 'of nothing nothing is left');

select finish();
rollback;
