-- web.actor_get(site, actor) - GET /actor, /commune, /petitions/{}/actor
--
-- Answers  core.actor_doc
-- Raises   PL404 petition.unknown, PL503 busy
create function web.actor_get(_site int, _actor text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
begin
    return core.actor_doc(_site, core.actor_number(_site, _actor));
end $$;
