-- admin.queue_list(host) - what waits to be sent or fetched, and where
--
-- Servers that are behind in the list of acts, letters to one inbox, and what
-- is to be fetched.
-- "waiting" counts all acts since, though not each concerns that server.
--
-- Answers  {"queue": [{"host", "lane": "acts", "letters" or "fetches",
--          "waiting", "fails", "due_at", "dead"}]}, at most 1,000 of each
--          lane, those that fail most first
-- Raises   PL404 site.unknown
create function admin.queue_list(_host text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
begin
    return jsonb_build_object('queue', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'host', host, 'lane', lane, 'waiting', waiting, 'fails', fails,
            'due_at', core.stamp(due_at), 'dead', dead)
            order by fails desc, host, lane), '[]')
        from (
            (select p.host, 'acts' as lane, s.acts_signed - p.cursor
                as waiting, p.fails, p.due_at, p.dead_at is not null as dead
            from peer p join site s on s.id = p.site_id
            where p.site_id = _site and p.cursor < s.acts_signed
            order by p.fails desc, p.host limit 1000)
            union all
            (select host, 'letters', count(*), max(attempts), min(due_at),
                false
            from letter where site_id = _site
            group by host order by 4 desc, host limit 1000)
            union all
            (select host, 'fetches', count(*), max(attempts), min(due_at),
                false
            from errand where site_id = _site
            group by host order by 4 desc, host limit 1000)) q));
end $$;
