-- web.followers_get(site, actor) - how many follow, not who
--
-- Who follows a petition is nobody else's business, so there is no first
-- page; servers take that for a hidden network.
--
-- Answers  core.collection_doc
-- Raises   PL404 petition.unknown
create function web.followers_get(_site int, _actor text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.actor_number(_site, _actor);
begin
    return core.collection_doc(
        core.actor_url(_site, _number) || '/followers', 'OrderedCollection',
        (select count(*) from follower
        where (site_id, actor) = (_site, _number)), null);
end $$;
