-- notary.batch_commit(...) - append leaves to logs, all or nothing
--
-- One element a log in _site .. _signs: what its size must be, what it will
-- be, the new frontier, how many of the new leaves are signatures; if none
-- is, its one leaf is the CLOSE leaf.  One element a leaf in _leaf_*: the log
-- by its place in the arrays (from 1), the index, the entry.  One element a
-- lot of the inbox in _lot_*, in the order of their leaves.  One element a
-- tile that grows in _tile_*: how many hashes it holds already, and those
-- that follow.  The communes of the lots become those of the site.
--
-- Nothing here trusts the caller's arithmetic: if a log has another size, a
-- lot is gone, of another petition, numbered already or of another number of
-- signatures, or a tile has another width, nothing is written.
--
-- Answers  {"leaves": n}
-- Raises   PL409 log.moved, inbox.moved, tile.moved
create function notary.batch_commit(_site int[], _item int[], _size bigint[],
    _new_size bigint[], _frontier bytea[], _signs int[],
    _leaf_log int[], _leaf_idx bigint[], _leaf_entry bytea[],
    _lot_log int[], _lot_id bigint[], _tile_log int[], _tile_level int[],
    _tile_n bigint[], _tile_at int[], _tile_data bytea[])
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp
set plan_cache_mode = force_custom_plan set enable_seqscan = off as $$
declare
    _gone bigint;
    _full bigint;
    _n    bigint;
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
    with lots as materialized (
        select u.log, u.id, i.row, i.n,
            _size[u.log] - i.n
                + sum(i.n) over (partition by u.log order by u.nth) as first
        from unnest(_lot_log, _lot_id) with ordinality u (log, id, nth)
        cross join lateral (
            select ctid as row, n from inbox
            where id = u.id and site_id = _site[u.log]
                and petition = _item[u.log]
            limit 1) i
    ), gone as (
        delete from inbox where ctid = any (array(select row from lots))
        returning site_id, communes
    ), placed as (
        insert into signer_commune (site_id, commune)
        select distinct site_id, commune
        from gone, unnest(communes) commune
        where commune is not null
        order by site_id, commune
        on conflict do nothing
    ), numbered as (
        insert into lot (site_id, petition, id, first, n)
        select _site[log], _item[log], id, first, n
        from lots
    ), kept as (
        insert into leaf (site_id, item, idx, entry)
        select _site[log], _item[log], idx, entry
        from unnest(_leaf_log, _leaf_idx, _leaf_entry) f (log, idx, entry)
    )
    select (select count(*) from gone),
        (select count(*)
        from (select log, sum(n) as n from lots group by log) c
        where n = _signs[log] and n = _new_size[log] - _size[log])
        + (select count(*)
        from unnest(_size, _new_size, _signs) t (size, new_size, signs)
        where signs = 0 and new_size = size + 1)
    into _gone, _full;
    if _gone <> cardinality(_lot_id) or _full <> cardinality(_site) then
        perform core.refuse(409, 'inbox.moved');
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
    from unnest(_site, _item, _signs) as t (site_id, item, signs)
    where t.signs = 0 and p.site_id = t.site_id and p.item = t.item;

    return jsonb_build_object('leaves', cardinality(_leaf_log));
end $$;
