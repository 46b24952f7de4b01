-- courier.deferred_take(n, lease) - deliveries whose key is to be fetched
--
-- One a host at a time, so that none of them keeps the others waiting; none
-- of a host that did not answer just now.  What one key signed keeps its
-- order: it waits for what that signed before.
--
-- Answers  [{"site", "id", "uuid", "origin", "key", "request", "body",
--          "at", "known": as web.key_get, or null: to be fetched,
--          "keys": as core.request_keys}]
create function courier.deferred_take(_n int, _lease int) returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with head as (
        select distinct on (host, key) id, host, due_at
        from deferred order by host, key, id
    ), turn as (
        select distinct on (host) id from head h
        where due_at <= now()
            and not exists (select from host_failed f
                where f.host = h.host and f.until > now())
            and not exists (select from deferred e
                where e.host = h.host and e.leased_until >= now())
        order by host, id
    ), due as (
        select site_id, id from deferred
        where id in (select id from turn)
            and (leased_until is null or leased_until < now())
        order by due_at limit _n
        for update skip locked
    ), taken as (
        update deferred d
        set leased_until = now() + make_interval(secs => _lease)
        from due where (d.site_id, d.id) = (due.site_id, due.id)
        returning d.*
    )
    select coalesce(jsonb_agg(jsonb_build_object('site', t.site_id,
        'id', t.id, 'uuid', replace(s.uuid::text, '-', ''),
        'origin', core.origin(s.id), 'key', t.key, 'request', t.request,
        'body', t.body, 'at', extract(epoch from t.at)::bigint,
        'known', (select jsonb_build_object(
            'owner', k.owner, 'kind', k.kind, 'key', k.key)
            from remote_key k where k.id = t.key and k.stale_at is null),
        'keys', core.request_keys(s.id, t.host, 0, null)) order by t.id), '[]')
    from taken t join site s on s.id = t.site_id
$$;
