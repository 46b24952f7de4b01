-- core.inbox_batch(sites, actors, objects, ...) - the effect of activities
--
-- One element an activity in each array.  `actor` is whose key signed, and is
-- the activity's: the caller has checked it.  `object` is the id of the note
-- that it creates, with its other parts as core.inbox_create takes them; null
-- for any other activity, of which all is in `doc`.  `text` is the content of
-- what is created or updated, without HTML.
--
-- Nothing happens twice.  A comment is there or was deleted; of the rest the
-- id is noted in the same transaction, as its actor's, so that nobody uses up
-- another's.  Who is gone says nothing more, and who was forgotten since its
-- key was read is asked to come again; so is, with comments, who has too many
-- that wait for a moderator (courier.flood_count).
--
-- Comments come first, all in one statement; then the rest in its order, and
-- with it what is said of a comment that came in the same batch.
--
-- Answers  an array, one element an activity in their order: {"status": 202}
--          or {"status": 403, "code": "peer.blocked"},
--          {"status": 429, "code": "rate.exceeded"} or
--          {"status": 503, "code": "busy"}
create function core.inbox_batch(
    _site int[], _actor text[], _object text[], _reply_to text[],
    _url text[], _lang text[], _published bigint[], _text text[],
    _doc text[])
returns json
language plpgsql as $$
#variable_conflict use_column
declare
    _host text[];    -- of each
    _level text[];   -- of each: core.host_level, "unknown", "gone", "full"
    _full text[];    -- sites and who may say no more there
    _comment text[]; -- objects that become comments at once
    _json jsonb[];   -- the activities that create no note
    _late bigint[];  -- places: replies to one of these, then the others that
                     -- were not seen before
    _i bigint;
begin
    -- No key keeps a comment's author from being purged, so this does.
    perform from remote
    where id = any (_actor) and fetched_at < now() - interval '29 days'
    order by id for key share;

    with came as materialized (
        select * from unnest(_site, _actor) with ordinality
            as t (site, actor, i)
    ), speaker as materialized (
        select actor, coalesce(core.url_host(actor), '') as host,
            (select case when gone_at is null then 'here' else 'gone' end
            from remote where id = actor limit 1) as is
        from (select distinct actor from came) d
    ), server as materialized (
        select site, host, core.host_level(site, host) as level
        from (select distinct site, host from came join speaker using (actor))
            d
    )
    select array_agg(host order by i), array_agg(case
            when level = 'suspend' or speaker.is = 'here' then level
            else coalesce(speaker.is, 'unknown') end order by i)
    into _host, _level
    from came join speaker using (actor) join server using (site, host);

    perform core.peer_heard(site, host)
    from (select distinct site, host from unnest(_site, _host, _level)
            as t (site, host, level)
        where level not in ('suspend', 'unknown', 'gone') order by 1, 2) d;

    _full := array(select site_id || ' ' || who from flood
        where site_id = any (_site));
    if cardinality(_full) > 0 then
        select array_agg(case when object is not null and level not in
                ('suspend', 'off', 'unknown', 'gone')
                and (site || ' ' || actor = any (_full)
                    or site || ' ' || host = any (_full))
                then 'full' else level end order by i) into _level
        from unnest(_site, _actor, _host, _object, _level) with ordinality
            as t (site, actor, host, object, level, i);
    end if;

    -- Joins, not "= any": for those a batch would be compared with itself.
    select array_agg(case when level not in
            ('suspend', 'off', 'unknown', 'gone', 'full')
            then object end order by i)
    into _comment
    from unnest(_object, _level) with ordinality as t (object, level, i);
    select coalesce(array_agg(i), '{}') into _late
    from unnest(_comment, _reply_to) with ordinality as t (object, reply_to, i)
    join (select distinct object as reply_to from unnest(_comment) object) c
        using (reply_to)
    where object is not null;
    foreach _i in array _late loop
        _comment[_i] := null;
    end loop;
    perform core.inbox_create(_site, _actor, _host, _comment, _reply_to, _url,
        _lang, _published, _text, _doc);

    if array_position(_object, null) is not null then
        _json := array(
            select case when object is null then doc::jsonb end
            from unnest(_object, _doc) with ordinality as t (object, doc, i)
            order by i);
        with came as materialized (
            select site, sha256(convert_to(
                actor || ' ' || (doc->>'id'), 'UTF8')) as id, min(i) as i
            from unnest(_site, _actor, _json, _level) with ordinality
                as t (site, actor, doc, level, i)
            where doc is not null
                and level not in ('suspend', 'unknown', 'gone')
            group by 1, 2
        ), fresh as (
            insert into seen (site_id, id)
            select site, id from came order by site, id
            on conflict do nothing
            returning site_id, id
        )
        select _late || coalesce(array_agg(i), '{}') into _late
        from came join fresh on (site_id, fresh.id) = (site, came.id);
    end if;
    for _i in select unnest(_late) order by 1 loop
        if _object[_i] is null then
            perform core.inbox_effect(
                _site[_i], _actor[_i], _json[_i], _text[_i], _level[_i]);
        else
            perform core.inbox_create(_site[_i:_i], _actor[_i:_i],
                _host[_i:_i], _object[_i:_i], _reply_to[_i:_i], _url[_i:_i],
                _lang[_i:_i], _published[_i:_i], _text[_i:_i],
                _doc[_i:_i]);
        end if;
    end loop;
    return (select coalesce(json_agg(case level
            when 'suspend'
            then '{"status": 403, "code": "peer.blocked"}'::json
            when 'full' then '{"status": 429, "code": "rate.exceeded"}'
            when 'unknown' then '{"status": 503, "code": "busy"}'
            else '{"status": 202}' end order by i), '[]')
        from unnest(_level) with ordinality as t (level, i));
end $$;
