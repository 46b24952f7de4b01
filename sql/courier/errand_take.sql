-- courier.errand_take(n, lease) - what is to be fetched
--
-- One a host at a time, so that none of them keeps the others waiting; none
-- of a host that did not answer just now.
--
-- Answers  [{"site", "id", "uuid", "origin", "kind", "host", "url",
--          "keys": as core.request_keys}]
create function courier.errand_take(_n int, _lease int) returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with due as (
        select site_id, id from errand d
        where due_at <= now()
            and (leased_until is null or leased_until < now())
            and not exists (select from host_failed h
                where h.host = d.host and h.until > now())
            and not exists (select from errand e
                where e.host = d.host and e.leased_until >= now())
            and not exists (select from errand e
                where e.host = d.host and e.due_at <= now()
                and (e.due_at, e.site_id, e.id)
                    < (d.due_at, d.site_id, d.id))
        order by due_at limit _n
        for update skip locked
    ), taken as (
        update errand e
        set leased_until = now() + make_interval(secs => _lease)
        from due where (e.site_id, e.id) = (due.site_id, due.id)
        returning e.*
    )
    select coalesce(jsonb_agg(jsonb_build_object('site', t.site_id,
        'id', t.id, 'uuid', replace(s.uuid::text, '-', ''),
        'origin', core.origin(s.id), 'kind', t.kind, 'host', t.host,
        'url', t.url, 'keys', core.request_keys(s.id, t.host, 0, null))
        order by t.id), '[]')
    from taken t join site s on s.id = t.site_id
$$;
