-- core.inbox_create(sites, actors, docs, texts) - Create: comments
--
-- Of what is said in the thread of a petition, in public, by the one who
-- says so.  `text` is its content without HTML.  A note with a name and no
-- content is a vote in a poll, here and everywhere.  Its page must be of the
-- same server, or people would be led elsewhere under its name.
--
-- One element an activity in each array, as most of what comes in is this.
create function core.inbox_create(
    _site int[], _actor text[], _doc jsonb[], _text text[])
returns void
language plpgsql as $$
#variable_conflict use_column
begin
    with came as materialized (
        select t.*, o, host, o->>'id' as id,
            core.id_of(o->'inReplyTo') as reply_to,
            core.id_of(o->'url') as url
        from unnest(_site, _actor, _doc, _text) with ordinality
            as t (site, actor, doc, text, i)
        cross join lateral (
            select doc->'object' as o, core.url_host(actor) as host
            offset 0) x
        where jsonb_typeof(o) = 'object'
            and core.id_of(o->'attributedTo') = actor
            and core.url_host(o->>'id') = host
            and octet_length(o->>'id') <= 2048
            and text ~ '\S'
            and core.is_public(o)
    ), thread as materialized (
        select site, reply_to, petition
        from (select distinct site, reply_to from came) d
        cross join lateral (
            select core.petition_at(site, reply_to) as petition offset 0) p
        where not core.petition_withdrawn(site, petition)
    )
    insert into comment (site_id, petition, object, remote, host, reply_to,
        url, text, lang, published_at)
    select site, petition, came.id, actor, host, reply_to,
        case when core.url_host(url) = host
            and octet_length(url) <= 2048 then url end,
        left(text, 10000),
        (select lower(k) from jsonb_object_keys(
            case jsonb_typeof(o->'contentMap') when 'object'
            then o->'contentMap' else '{}' end) k
        where k ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$' limit 1),
        least(coalesce(core.time_at(o->>'published'), now()), now())
    from came join thread using (site, reply_to)
    where petition is not null and (
        select 1 from grave g where (g.site_id, g.object, g.remote)
            = (site, sha256(convert_to(came.id, 'UTF8')), actor)
        limit 1) is null
    order by i
    on conflict do nothing;
end $$;
