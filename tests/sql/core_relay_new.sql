-- core.relay_new: something to pass on
begin;
select plan(1);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.relay_new(1, 1, zoe() || '/1', '{"type": "Delete", "id": "x"}')
\g /dev/null
select results_eq('select site_id, petition, object, host, remote, kind, doc
    from relay', $$ values (1, 1, zoe() || '/1', null::text, null::text,
    'Delete', '{"type": "Delete", "id": "x"}'::jsonb) $$, 'as it was said');

select finish();
rollback;
