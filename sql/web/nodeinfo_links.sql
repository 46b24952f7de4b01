-- web.nodeinfo_links(site) - GET /.well-known/nodeinfo
--
-- Answers  {"links": [{"rel", "href"}]}
create function web.nodeinfo_links(_site int) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
begin
    return jsonb_build_object('links', (
        select jsonb_agg(jsonb_build_object(
            'rel', 'http://nodeinfo.diaspora.software/ns/schema/' || v,
            'href', core.origin(_site) || '/nodeinfo/' || v))
        from unnest('{2.1,2.0}'::text[]) v)
        || jsonb_build_array(jsonb_build_object(
            'rel', 'https://www.w3.org/ns/activitystreams#Application',
            'href', core.actor_url(_site, 0))));
end $$;
