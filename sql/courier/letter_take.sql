-- courier.letter_take(n, lease) - the direct lane
--
-- One a host at a time, so that none of them keeps the others waiting.  A
-- server that is only probed gets one when its time has come, as for acts; one
-- that is dead none.  At most 16 in our hands may be for servers that failed or
-- were never reached (DECISIONS 30).
--
-- Answers  [{"site", "id", "uuid", "origin", "host", "inbox", "actor", "doc",
--          "refused", "scheme", "keys": as core.request_keys}]
create function courier.letter_take(_n int, _lease int) returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doubt int;  -- room for those that may keep us waiting
    _doc json;
begin
    select greatest(0, 16 - count(*)) into _doubt
    from letter l left join peer p using (site_id, host)
    where l.leased_until >= now() and (p.fails > 0 or p.last_ok is null);
    with lane (well, room) as materialized (
        values (true, _n), (false, least(_doubt, _n))
    ), due as materialized (
        select d.* from lane cross join lateral (
            select d.site_id, d.id
            from letter d left join peer p using (site_id, host)
            where d.due_at <= now()
                and (d.leased_until is null or d.leased_until < now())
                and p.dead_at is null
                and (p.opened_at is null or p.due_at <= now())
                and (p.fails = 0 and p.last_ok is not null) is true
                    = lane.well
                and not exists (select from letter e
                    where e.host = d.host and e.leased_until >= now())
                and not exists (select from letter e
                    left join peer q using (site_id, host)
                    where e.host = d.host and e.due_at <= now()
                    and (e.due_at, e.site_id, e.id)
                        < (d.due_at, d.site_id, d.id)
                    and q.dead_at is null
                    and (q.opened_at is null or q.due_at <= now()))
            order by d.due_at limit lane.room
            for update of d skip locked) d
        limit _n
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
