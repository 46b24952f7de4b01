-- web.replies_get(site, segment) - GET /petitions/{}/replies
--
-- With the first page in it: some servers read no further.
--
-- Raises   PL404 petition.unknown, PL410 petition.withdrawn
create function web.replies_get(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.petition_known(_site, _petition);
begin
    return core.collection_doc(core.note_url(_site, _number) || '/replies',
        'Collection', (select count(*) from comment
            where (site_id, petition, state) = (_site, _number, 'shown')),
        null)
        || jsonb_build_object('first',
            core.replies_page(_site, _number, 1)::jsonb - '@context');
end $$;
