-- notary.batch_commit(...) - append leaves to logs, all or nothing
--
-- One element a log in _site .. _signs: what its size must be, what it will
-- be, the new frontier, how many of the new leaves are signatures.  One
-- element a leaf in _leaf_*: the log by its place in the arrays (from 1),
-- the index, the row of the inbox it comes from, the entry; a leaf without
-- such a row is the CLOSE leaf of its petition.  One element a tile that
-- grows in _tile_*: how many hashes it holds already, and those that follow.
--
-- Nothing here trusts the caller's arithmetic: if a log has another size, an
-- inbox row is gone or of another petition, a signature has a number already
-- or a tile another width, nothing is written.
--
-- Answers  {"leaves": n}
-- Raises   PL409 log.moved, inbox.moved, signature.numbered, tile.moved
create function notary.batch_commit(_site int[], _item int[], _size bigint[],
    _new_size bigint[], _frontier bytea[], _signs int[],
    _leaf_log int[], _leaf_idx bigint[], _leaf_inbox bigint[],
    _leaf_entry bytea[], _tile_log int[], _tile_level int[],
    _tile_n bigint[], _tile_at int[], _tile_data bytea[])
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
    _gone     bigint;
    _numbered bigint;
    _n        bigint;
begin
    select count(*) filter (where same) into _n
    from (
        select l.size = t.size as same
        from unnest(_site, _item, _size) as t (site_id, item, size)
        join log l using (site_id, item)
        order by l.site_id, l.item
        for update of l) as locked;
    if _n <> cardinality(_site) then
        perform core.refuse(409, 'log.moved');
    end if;

    -- Rows are found by one index look-up each and then addressed by their
    -- place: "limit 1" and ctid leave the planner no other way.  It thinks
    -- the inbox empty, as it was when it was analyzed, and would join a
    -- backlog with the batch row by row.
    with fresh as materialized (
        select *
        from unnest(_leaf_log, _leaf_idx, _leaf_inbox, _leaf_entry)
            as f (log, idx, inbox, entry)
    ), found as materialized (
        select f.log, f.idx, i.ctid as row, i.nullifier
        from fresh f
        cross join lateral (
            select ctid, nullifier from inbox
            where id = f.inbox and site_id = _site[f.log]
                and petition = _item[f.log]
            limit 1) i
    ), gone as (
        delete from inbox where ctid = any (array(select row from found))
        returning 1
    ), signed as materialized (
        select f.idx, s.ctid as row
        from found f
        cross join lateral (
            select ctid from signature
            where site_id = _site[f.log] and petition = _item[f.log]
                and nullifier = f.nullifier and idx is null
            limit 1) s
    ), numbered as (
        update signature s set idx = g.idx
        from signed g
        where s.ctid = g.row
        returning 1
    ), kept as (
        insert into leaf (site_id, item, idx, entry)
        select _site[f.log], _item[f.log], f.idx, f.entry
        from fresh f
    )
    select (select count(*) from gone), (select count(*) from numbered)
    into _gone, _numbered;
    if _gone <> cardinality(array_remove(_leaf_inbox, null)) then
        perform core.refuse(409, 'inbox.moved');
    elsif _numbered <> _gone then
        perform core.refuse(409, 'signature.numbered');
    end if;

    update tile t set data = t.data || u.data
    from unnest(_tile_log, _tile_level, _tile_n, _tile_at, _tile_data)
        as u (log, level, n, at, data)
    where t.site_id = _site[u.log] and t.item = _item[u.log]
        and t.level = u.level and t.n = u.n and u.at > 0
        and length(t.data) = u.at * 32;
    get diagnostics _n = row_count;
    if _n <> cardinality(array_remove(_tile_at, 0)) then
        perform core.refuse(409, 'tile.moved');
    end if;
    insert into tile (site_id, item, level, n, data)
    select _site[u.log], _item[u.log], u.level, u.n, u.data
    from unnest(_tile_log, _tile_level, _tile_n, _tile_at, _tile_data)
        as u (log, level, n, at, data)
    where u.at = 0;

    update log l set size = t.size, frontier = t.frontier,
        signs = l.signs + t.signs
    from unnest(_site, _item, _new_size, _frontier, _signs)
        as t (site_id, item, size, frontier, signs)
    where l.site_id = t.site_id and l.item = t.item;

    update rung r set reached_at = now()
    from unnest(_site, _item) as t (site_id, item)
    join log l using (site_id, item)
    where r.site_id = t.site_id and r.petition = t.item
        and r.reached_at is null
        and r.threshold <= l.signs - l.withdrawn - l.invalidated;

    update petition p set noted_at = now()
    from unnest(_leaf_log, _leaf_inbox) as f (log, inbox)
    where f.inbox is null and p.site_id = _site[f.log]
        and p.item = _item[f.log];

    return jsonb_build_object('leaves', cardinality(_leaf_log));
end $$;
