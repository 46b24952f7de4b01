-- web.site_map() - all sites of this server, read again when told so
--
-- "moved" is the page of where the commune is now, null while it is here;
-- "groups" says whether what comes in may have to be passed on as it came.
--
-- Answers  {"sites": [{"id", "uuid", "host", "name", "moved", "groups"}]}
create function web.site_map() returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    return jsonb_build_object('sites', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', id, 'uuid', replace(uuid::text, '-', ''),
            'host', host, 'name', name,
            'moved', case when moved_at is not null then move_url end,
            'groups', exists (select from peer p
                where p.site_id = site.id and p.groups))
            order by id), '[]')
        from site));
end $$;
