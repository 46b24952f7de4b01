-- courier.letter_take(n, lease) - the direct lane
--
-- One a host at a time, so that none of them keeps the others waiting.
--
-- Answers  [{"site", "id", "uuid", "origin", "host", "inbox", "actor", "doc",
--          "refused", "scheme", "keys": as core.request_keys}]
create function courier.letter_take(_n int, _lease int) returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doc json;
begin
    with due as (
        select site_id, id from letter d
        where due_at <= now()
            and (leased_until is null or leased_until < now())
            and not exists (select from letter e
                where e.host = d.host and e.leased_until >= now())
            and not exists (select from letter e
                where e.host = d.host and e.due_at <= now()
                and (e.due_at, e.site_id, e.id)
                    < (d.due_at, d.site_id, d.id))
        order by due_at limit _n
        for update skip locked
    ), taken as (
        update letter l
        set leased_until = now() + make_interval(secs => _lease)
        from due where (l.site_id, l.id) = (due.site_id, due.id)
        returning l.*
    )
    select json_agg(json_build_object('site', t.site_id, 'id', t.id,
        'uuid', replace(s.uuid::text, '-', ''),
        'origin', core.origin(s.id), 'host', t.host, 'inbox', t.inbox,
        'actor', core.actor_url(t.site_id, t.actor), 'doc', t.doc,
        'refused', t.refused, 'scheme', coalesce((
            select core.scheme_now(scheme, scheme_at) from peer p
            where (p.site_id, p.host) = (t.site_id, t.host)), 'cavage'),
        'keys', core.request_keys(t.site_id, t.host, t.actor, (
            select cursor + 1 from peer p
            where (p.site_id, p.host) = (t.site_id, t.host))))
        order by t.id)
    into _doc
    from taken t join site s on s.id = t.site_id;
    return coalesce(_doc, '[]');
end $$;
