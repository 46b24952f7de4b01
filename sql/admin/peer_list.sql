-- admin.peer_list(host) - servers that we send to, and what was decided
--
-- Answers  {"peers": [{"host", "level" or null, "note", "followers",
--          "software", "placet", "last_ok", "dead"}]}, at most 20,000 by name
-- Raises   PL404 site.unknown
create function admin.peer_list(_host text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
begin
    return jsonb_build_object('peers', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'host', host, 'level', level, 'note', note,
            'followers', coalesce(f.followers, 0), 'software', software,
            'placet', placet, 'last_ok', core.stamp(last_ok),
            'dead', dead) order by host), '[]')
        from (
            select coalesce(p.host, r.host) as host, r.level,
                coalesce(r.note, '') as note, p.software,
                coalesce(p.placet, false) as placet, p.last_ok,
                p.dead_at is not null as dead
            from (select * from peer where site_id = _site) p
            full join (select * from peer_rule where site_id = _site) r
                on r.host = p.host
            order by 1 limit 20000) l
        left join (
            select host, count(distinct remote) as followers
            from follower where site_id = _site group by host) f
            using (host)));
end $$;
