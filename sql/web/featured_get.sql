-- web.featured_get(site, actor) - what servers pin to a profile
--
-- To a petition's its note, unless it was taken back; to the others nothing,
-- since servers pin only what an actor has written itself.
--
-- Answers  core.collection_doc, with its items
-- Raises   PL404 petition.unknown
create function web.featured_get(_site int, _actor text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.actor_number(_site, _actor);
    _shown boolean := exists (select from petition
        where (site_id, item) = (_site, _number) and withdrawn_at is null);
begin
    return core.collection_doc(core.actor_url(_site, _number) || '/featured',
        'OrderedCollection', _shown::int, null)
        || jsonb_build_object('orderedItems', case when _shown
            then jsonb_build_array(
                core.note_doc(_site, _number) - '@context')
            else '[]' end);
end $$;
