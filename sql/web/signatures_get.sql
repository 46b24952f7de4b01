-- web.signatures_get(site, segment) - how many signed, not who
--
-- Raises   PL404 petition.unknown, PL410 petition.withdrawn
create function web.signatures_get(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.petition_known(_site, _petition);
begin
    return core.collection_doc(core.note_url(_site, _number)
        || '/signatures', 'OrderedCollection',
        (select signs - withdrawn - invalidated from log
        where (site_id, item) = (_site, _number)), null);
end $$;
