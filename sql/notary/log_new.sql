-- notary.log_new(n) - logs that have no key yet
--
-- Answers  {"logs": [{"site", "item", "uuid": hex, "origin", "host",
--          "hash": hex of the text that is signed, "time": POSIX seconds}]}
create function notary.log_new(_n int)
returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select jsonb_build_object('logs', coalesce(jsonb_agg(jsonb_build_object(
        'site', site_id,
        'item', item,
        'uuid', replace(uuid::text, '-', ''),
        'origin', origin,
        'host', host,
        'hash', encode(hash, 'hex'),
        'time', extract(epoch from opened_at)::bigint)), '[]'))
    from (
        select l.site_id, l.item, s.uuid, l.origin, s.host, v.hash,
            p.opened_at
        from log l
        join site s on s.id = l.site_id
        join petition p using (site_id, item)
        join version v on v.site_id = l.site_id and v.item = l.item
            and v.n = 1
        where l.pub is null and l.halted is null
        limit _n) as fresh;
$$;
