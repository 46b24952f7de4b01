-- web.following_get(site, actor) - our actors follow nobody
--
-- Answers  core.collection_doc, with its items
-- Raises   PL404 petition.unknown
create function web.following_get(_site int, _actor text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
begin
    return core.collection_doc(
        core.actor_url(_site, core.actor_number(_site, _actor))
        || '/following', 'OrderedCollection', 0, null)
        || '{"orderedItems": []}';
end $$;
