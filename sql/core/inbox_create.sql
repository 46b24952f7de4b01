-- core.inbox_create(sites, actors, hosts, objects, ...) - new comments
--
-- One element a note in each array, as most of what comes in is this: a
-- public note of the actor's own, whose parts activity_read() of
-- base/activity.h took from it, and the activity as it came; null for
-- `object` is none.  `published` is in seconds since 1970.  It becomes a
-- comment if it is said in the thread of a petition.  The actor must be known
-- in `remote`: no key says so (core.inbox_batch).
--
-- The same note again changes nothing, whatever happened to the comment
-- since; one that was deleted before it came does not come.  Where groups are
-- read the activity itself is kept, until a moderator has looked.
create function core.inbox_create(
    _site int[], _actor text[], _host text[], _object text[],
    _reply_to text[], _url text[], _lang text[], _published bigint[],
    _text text[], _doc text[])
returns void
language plpgsql as $$
#variable_conflict use_column
declare
    _groups int[] := core.group_sites(_site);
begin
    with came as materialized (
        select * from unnest(_site, _actor, _host, _object, _reply_to, _url,
            _lang, _published, _text, _doc) with ordinality as t (site,
            actor, host, object, reply_to, url, lang, published, text, doc,
            i)
        where object is not null
    ), thread as materialized (
        select site, reply_to, petition
        from (select distinct site, reply_to from came) d
        cross join lateral (
            select core.petition_at(site, reply_to) as petition offset 0) p
        where not core.petition_withdrawn(site, petition)
    )
    insert into comment (site_id, petition, object, remote, host, reply_to,
        url, text, lang, published_at, doc)
    select site, petition, object, actor, host, reply_to, url,
        left(text, 10000), lang,
        least(coalesce(to_timestamp(published), now()), now()),
        case when site = any (_groups)
            then core.relay_doc(doc, actor) end
    from came join thread using (site, reply_to)
    where petition is not null and (
        select 1 from grave g where (g.site_id, g.object, g.remote)
            = (site, sha256(convert_to(came.object, 'UTF8')), actor)
        limit 1) is null
    order by i
    on conflict do nothing;
end $$;
