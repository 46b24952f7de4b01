-- admin.flag_list(host) - reports from elsewhere that nobody has dealt with
--
-- Answers  {"flags": [{"id", "actor", "objects": [URL], "text", "at"}]},
--          at most 1,000, oldest first
-- Raises   PL404 site.unknown
create function admin.flag_list(_host text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
begin
    return jsonb_build_object('flags', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', id, 'actor', remote, 'objects', to_jsonb(objects),
            'text', text, 'at', core.stamp(at)) order by id), '[]')
        from (
            select * from flag where (site_id, state) = (_site, 'open')
            order by id limit 1000) f));
end $$;
