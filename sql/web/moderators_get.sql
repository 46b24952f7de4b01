-- web.moderators_get(site) - who moderates the commune's group
--
-- Lemmy wants to know; decisions are made as the site.
--
-- Answers  an OrderedCollection
create function web.moderators_get(_site int) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
begin
    return core.collection_doc(core.actor_url(_site, -1) || '/moderators',
        'OrderedCollection', 1, null)
        || jsonb_build_object('orderedItems',
            jsonb_build_array(core.actor_url(_site, 0)));
end $$;
