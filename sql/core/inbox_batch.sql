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
    _old text[];     -- actors that a purge might forget
    _held boolean := false;
    _failing boolean;
    _host text[];    -- of each
    _level text[];   -- of each: core.host_level, "unknown", "gone", "full"
    _full text[] := array(select site_id || ' ' || who from flood
        where site_id = any (_site)); -- who may say no more there
    _note text[];    -- objects that become comments at once
    _late bigint[];  -- places: replies to one of these, then the others that
                     -- were not seen before
    _answer text[];
    _json jsonb[];   -- the activities that create no note
    _i bigint;
begin
    -- No key keeps a comment's author from being purged, so those whose time
    -- might come are held, and looked for again.
    loop
        with came as materialized (
            select * from unnest(_site, _actor, _object, _reply_to)
                with ordinality as t (site, actor, object, reply_to, i)
        ), speaker as materialized (
            select actor, coalesce(core.url_host(actor), '') as host,
                case when gone_at is not null then 'gone'
                    when id is null then 'unknown' end as absent,
                fetched_at < now() - interval '29 days' as old
            from (select distinct actor from came) d
            left join lateral (
                select * from remote where id = actor limit 1) r on true
        ), server as materialized (
            select site, host, core.host_level(site, host) as level,
                (select true from peer p where fails > 0
                    and (p.site_id, p.host) = (site, d.host)) as failing
            from (select distinct site, host
                from came join speaker using (actor)) d
        ), judged as (
            select i, actor, object, host, old, failing, late,
                case when level = 'suspend' then level
                    when absent is not null then absent
                    when object is not null and level <> 'off'
                        and (site || ' ' || actor = any (_full)
                            or site || ' ' || host = any (_full)) then 'full'
                    else level end as level
            from came join speaker using (actor) join server using (site, host)
            left join (select distinct object as reply_to, true as late
                from came where object is not null) c using (reply_to)
            order by i
        ), said as (
            select *, case when level not in
                ('suspend', 'off', 'unknown', 'gone', 'full')
                then object end as note
            from judged
        )
        select array_agg(host), array_agg(level),
            array_agg(case when late is null then note end),
            coalesce(array_agg(i) filter (where late and note is not null),
                '{}'),
            array_agg(case level
                when 'suspend' then '{"status": 403, "code": "peer.blocked"}'
                when 'full' then '{"status": 429, "code": "rate.exceeded"}'
                when 'unknown' then '{"status": 503, "code": "busy"}'
                else '{"status": 202}' end),
            coalesce(bool_or(failing and level not in
                ('suspend', 'unknown', 'gone')), false),
            array_agg(actor) filter (where old)
        into _host, _level, _note, _late, _answer, _failing, _old
        from said;
        exit when _old is null or _held;
        perform from remote where id = any (_old) order by id for key share;
        _held := true;
    end loop;
    if _failing then
        perform core.peer_heard(site, host)
        from (select distinct site, host from unnest(_site, _host, _level)
                as t (site, host, level)
            where level not in ('suspend', 'unknown', 'gone')
            order by 1, 2) d;
    end if;
    perform core.inbox_create(_site, _actor, _host, _note, _reply_to, _url,
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
    return '[' || coalesce(array_to_string(_answer, ', '), '') || ']';
end $$;
