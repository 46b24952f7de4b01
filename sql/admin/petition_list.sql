-- admin.petition_list(host) - the petitions of a site, newest first
--
-- Answers  {"petitions": [{"id", "title", "state", "count", "opened_at",
--          "closes_at", "url"}]}, at most 1,000
-- Raises   PL404 site.unknown
create function admin.petition_list(_host text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
begin
    return jsonb_build_object('petitions', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', p.item, 'title', v.title,
            'state', case when p.closes_at > now()
                then 'open' else 'closed' end,
            'count', l.signs - l.withdrawn - l.invalidated,
            'opened_at', core.stamp(p.opened_at),
            'closes_at', core.stamp(p.closes_at),
            'url', '/petitions/' || p.item) order by p.item desc), '[]')
        from (
            select * from petition where site_id = _site
            order by item desc limit 1000) p
        join item i on (i.site_id, i.id) = (p.site_id, p.item)
        join version v on (v.site_id, v.item, v.n)
            = (i.site_id, i.id, i.version)
        join log l on (l.site_id, l.item) = (p.site_id, p.item)));
end $$;
