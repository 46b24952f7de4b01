-- core.inbox_batch(sites, actors, docs, texts) - the effect of activities
--
-- One element an activity in each array.  `actor` is whose key signed, and is
-- the activity's: the caller has checked it.  `text` is the content of its
-- object without HTML, or null.  Nothing happens twice: the id is noted in
-- the same transaction, as its actor's, so that nobody uses up another's.
-- Who is gone says nothing more.
--
-- Comments come first, all in one statement; then the rest in its order, and
-- with it what is said of a comment that came in the same batch.
--
-- Answers  an array, one element an activity in their order: {"status": 202}
--          or {"status": 403, "code": "peer.blocked"}
create function core.inbox_batch(
    _site int[], _actor text[], _doc jsonb[], _text text[])
returns json
language plpgsql as $$
#variable_conflict use_column
declare
    _level text[];   -- of each
    _fresh bigint[]; -- places of those that were not seen before
    _reply bigint[]; -- of them those that become comments at once
    _r record;
begin
    with came as materialized (
        select site, core.url_host(actor) as host, i
        from unnest(_site, _actor) with ordinality as t (site, actor, i)
    ), server as materialized (
        select site, host, core.host_level(site, host) as level
        from (select distinct site, host from came) d
    )
    select array_agg(level order by i) into _level
    from came left join server using (site, host);

    with came as materialized (
        select site, sha256(convert_to(actor || ' ' || (doc->>'id'), 'UTF8'))
            as id, min(i) as i
        from unnest(_site, _actor, _doc, _level) with ordinality
            as t (site, actor, doc, level, i)
        where level <> 'suspend' and (
            select 1 from remote where id = actor and gone_at is not null
            limit 1) is null
        group by 1, 2
    ), fresh as (
        insert into seen (site_id, id)
        select site, id from came order by site, id
        on conflict do nothing
        returning site_id, id
    )
    select array_agg(i) into _fresh
    from came join fresh on (site_id, fresh.id) = (site, came.id);

    perform core.peer_heard(site, host)
    from (select distinct site, core.url_host(actor) as host
        from unnest(_site, _actor) with ordinality as t (site, actor, i)
        join unnest(_fresh) i using (i) order by 1, 2) d;

    -- Joins, not "= any": for those a batch would be compared with itself.
    with came as materialized (
        select i, doc->'object'->>'id' as id,
            core.id_of(doc->'object'->'inReplyTo') as reply_to
        from unnest(_doc, _level) with ordinality as t (doc, level, i)
        join unnest(_fresh) i using (i)
        where doc->>'type' = 'Create' and level <> 'off'
    )
    select coalesce(array_agg(i), '{}') into _reply
    from came left join (select distinct id as reply_to, true as here
        from came where id is not null) c using (reply_to)
    where here is null;
    perform core.inbox_create(array_agg(site order by i),
        array_agg(actor order by i), array_agg(doc order by i),
        array_agg(text order by i))
    from unnest(_site, _actor, _doc, _text) with ordinality
        as t (site, actor, doc, text, i)
    join unnest(_reply) i using (i)
    having count(*) > 0;
    if cardinality(_reply) < cardinality(_fresh) then
        for _r in
            select * from unnest(_site, _actor, _doc, _text, _level)
                with ordinality as t (site, actor, doc, text, level, i)
            join unnest(_fresh) i using (i)
            where i <> all (_reply)
            order by i
        loop
            perform core.inbox_effect(
                _r.site, _r.actor, _r.doc, _r.text, _r.level);
        end loop;
    end if;
    return (select coalesce(json_agg(case level when 'suspend'
            then '{"status": 403, "code": "peer.blocked"}'::json
            else '{"status": 202}' end order by i), '[]')
        from unnest(_level) with ordinality as t (level, i));
end $$;
