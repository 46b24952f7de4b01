-- courier.delivery_take(n, lease) - the next act for each server that waits
--
-- A server gets the acts of the actors that somebody there follows, one at a
-- time and in order; those that follow the site get all, and all get word of
-- the site's own key.  What is deleted the commune's followers hear of too: it
-- was announced to them.  Where nobody follows what is new the cursor moves on.
-- At most n servers, of sites in any order so that a big one does not keep the
-- others waiting; at most 32 in our hands may be servers that failed or were
-- never reached, so that the slow do not take all the room.
--
-- Answers  [{"site", "uuid", "origin", "host", "n", "actor": the URL of who
--          speaks, "doc", "inboxes": [], "scheme", "refused",
--          "keys": as core.request_keys}]
create function courier.delivery_take(_n int, _lease int) returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doubt int;  -- room for those that may keep us waiting
    _doc json;
begin
    select greatest(0, 32 - count(*)) into _doubt from peer
    where leased_until >= now() and (fails > 0 or last_ok is null);
    with known as materialized (
        select p.*, s.acts_signed, s.uuid
        from (select * from site order by random()) s
        cross join lateral (
            select * from peer p
            where p.site_id = s.id and p.cursor < s.acts_signed
                and p.dead_at is null and p.due_at <= now()
                and (p.leased_until is null or p.leased_until < now())
                and p.fails = 0 and p.last_ok is not null
            limit _n
            for update skip locked) p
        limit _n
    ), doubtful as materialized (
        select p.*, s.acts_signed, s.uuid
        from (select * from site order by random()) s
        cross join lateral (
            select * from peer p
            where p.site_id = s.id and p.cursor < s.acts_signed
                and p.dead_at is null and p.due_at <= now()
                and (p.leased_until is null or p.leased_until < now())
                and (p.fails > 0 or p.last_ok is null)
            limit least(_doubt, _n)
            for update skip locked) p
        limit least(_doubt, _n)
    ), due as materialized (
        select * from known union all select * from doubtful limit _n
), next as materialized (
        select d.*, a.n, a.kind, a.object, a.actor, a.doc, a.draft
        from due d
        left join lateral (
            select * from act a
            where a.site_id = d.site_id and a.n > d.cursor
                and a.n <= d.acts_signed and not a.gone
                and exists (select from follower f
                    where f.site_id = d.site_id and f.host = d.host
                    and (f.actor in (a.actor, 0)
                        or (a.kind, a.actor) = ('actor', 0)
                        or (a.kind, f.actor) = ('delete', -1))
                    and (a.reach = 'all' or f.actor = 0 or d.placet))
            order by a.n limit 1) a on true
    ), moved as (
        update peer p
        set cursor = case when x.n is null then x.acts_signed
                else x.n - 1 end,
            leased_until = case when x.n is not null
                then now() + make_interval(secs => _lease) end
        from next x
        where (p.site_id, p.host) = (x.site_id, x.host)
    )
    select json_agg(json_build_object('site', site_id,
        'uuid', replace(uuid::text, '-', ''),
        'origin', core.origin(site_id), 'host', host, 'n', n,
        'actor', draft->>'actor',
        'doc', case when kind = 'announce' and core.group_aware(software)
            then (draft || jsonb_build_object('object', (
                select b.doc::jsonb from act b
                where b.site_id = x.site_id and b.object = x.object
                    and b.kind in ('create', 'news') and b.n < x.n
                order by b.n desc limit 1)))::text
            else doc end,
        'inboxes', (
            select json_agg(distinct coalesce(r.shared_inbox, r.inbox))
            from follower f join remote r on r.id = f.remote
            where f.site_id = x.site_id and f.host = x.host
                and (f.actor in (x.actor, 0)
                    or (x.kind, x.actor) = ('actor', 0)
                    or (x.kind, f.actor) = ('delete', -1))
                and r.gone_at is null),
        'scheme', core.scheme_now(scheme, scheme_at), 'refused', refused,
        'keys', core.request_keys(site_id, host, actor, n)))
    into _doc
    from next x where n is not null;
    return coalesce(_doc, '[]');
end $$;
