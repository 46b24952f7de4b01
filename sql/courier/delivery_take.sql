-- courier.delivery_take(n, lease) - the next act for each server that waits
--
-- A server gets the acts that concern somebody there (core.act_concerns), one
-- at a time and in order.  Where nobody follows what is new the cursor moves
-- on.  At most n servers, of sites in any order so that a big one does not keep
-- the others waiting; at most 32 in our hands, letters included, may be servers
-- that failed or were never reached, so that the slow do not take all the room.
--
-- An act goes to a hundred inboxes of a server at a time, in their order; a
-- server with more, or that failed on the way, goes on where it stopped.
--
-- Answers  [{"site", "uuid", "origin", "host", "n", "actor": the URL of who
--          speaks, "doc", "inboxes": [], "more": are there others, "scheme",
--          "refused", "keys": as core.request_keys}]
create function courier.delivery_take(_n int, _lease int) returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doubt int;  -- room for those that may keep us waiting
    _doc json;
begin
    select greatest(0, 32 - count(*)) into _doubt from (
        select from peer
        where leased_until >= now() and (fails > 0 or last_ok is null)
        union all
        select from letter l left join peer p using (site_id, host)
        where l.leased_until >= now()
            and (p.fails > 0 or p.last_ok is null)) d;
    with lane (well, room) as materialized (
        values (true, _n), (false, least(_doubt, _n))
    ), due as materialized (
        select p.*
        from lane cross join lateral (
            select p.*, s.acts_signed, s.uuid, s.social, s.aggregation
            from (select * from site order by random()) s
            cross join lateral (
                select * from peer p
                where p.site_id = s.id and p.cursor < s.acts_signed
                    and p.dead_at is null and p.due_at <= now()
                    and (p.leased_until is null or p.leased_until < now())
                    and (p.fails = 0 and p.last_ok is not null) = lane.well
                limit lane.room
                for update skip locked) p
            limit lane.room) p
        limit _n
    ), heard as materialized (
        select d.*, core.host_open(d.social, d.site_id, d.host) as people,
            core.host_open(d.aggregation, d.site_id, d.host) as takers
        from due d
    ), next as materialized (
        select d.*, a.n, a.kind, a.object, a.actor, a.reach, a.doc, a.draft
        from heard d
        left join lateral (
            select * from act a
            where a.site_id = d.site_id and a.n > d.cursor
                and a.n <= d.acts_signed and not a.gone
                and exists (select from follower f
                    where f.site_id = d.site_id and f.host = d.host
                    and core.act_concerns(f.actor, a.kind, a.actor, a.reach,
                        d.placet, d.groups, case f.actor when 0 then d.takers
                            else d.people end))
            order by a.n limit 1) a on true
    ), moved as (
        update peer p
        set cursor = case when x.n is null then x.acts_signed
                else x.n - 1 end,
            inbox = case when x.n = x.cursor + 1 then p.inbox end,
            refused = case when x.n = x.cursor + 1 then p.refused else 0 end,
            leased_until = case when x.n is not null
                then now() + make_interval(secs => _lease) end
        from next x
        where (p.site_id, p.host) = (x.site_id, x.host)
    )
    select json_agg(json_build_object('site', site_id,
        'uuid', replace(uuid::text, '-', ''),
        'origin', core.origin(site_id), 'host', host, 'n', n,
        'actor', draft->>'actor',
        'doc', case when kind = 'announce' and groups
            then (draft || jsonb_build_object('object', (
                select b.doc::jsonb from act b
                where b.site_id = x.site_id and b.object = x.object
                    and b.kind in ('create', 'news') and b.n < x.n
                order by b.n desc limit 1)))::text
            else doc end,
        'inboxes', i.urls[:100], 'more', cardinality(i.urls) > 100,
        'scheme', core.scheme_now(scheme, scheme_at),
        'refused', case when n = cursor + 1 then refused else 0 end,
        'keys', core.request_keys(site_id, host, actor, n)))
    into _doc
    from next x
    cross join lateral (
        select array_agg(url order by url) as urls from (
            select distinct coalesce(r.shared_inbox, r.inbox) collate "C"
                as url
            from follower f join remote r on r.id = f.remote
            where f.site_id = x.site_id and f.host = x.host
                and core.act_concerns(f.actor, x.kind, x.actor, x.reach,
                    x.placet, x.groups, case f.actor when 0 then x.takers
                        else x.people end)
                and r.gone_at is null
                and (x.inbox is null or x.n > x.cursor + 1
                    or coalesce(r.shared_inbox, r.inbox) collate "C"
                        > x.inbox)
            order by url limit 101) u) i
    where n is not null;
    return coalesce(_doc, '[]');
end $$;
