-- admin.site_list() - all sites of this server
--
-- Answers  {"sites": [{"id", "uuid", "host", "name", "insee", "petitions",
--          "open", "move": core.move_doc, "created_at"}]}
create function admin.site_list() returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    return jsonb_build_object('sites', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', s.id, 'uuid', replace(s.uuid::text, '-', ''),
            'host', s.host, 'name', s.name, 'insee', s.insee,
            'petitions', p.petitions, 'open', p.open,
            'move', core.move_doc(s.id),
            'created_at', core.stamp(s.created_at)) order by s.id), '[]')
        from site s
        cross join lateral (
            select count(*) as petitions,
                count(*) filter (where closes_at > now()) as open
            from petition where site_id = s.id) p));
end $$;
