-- notary.lot_take(from, n, logs) - what is to be numbered next
--
-- Looks at the lots with id >= from whose log has a key and is not halted,
-- oldest first, until they hold n signatures (but at least at one lot), of at
-- most `logs` logs.  Takes nothing away: batch_commit() does.  `from` spares
-- the scan the index entries of rows that are gone already.  The settings
-- make it walk along the primary key and stop: the planner thinks the inbox
-- empty, as it was when it was analyzed, and would sort a backlog as a whole
-- for every batch.
--
-- Answers  {"rows": signatures seen, "more": bool, "last": highest id seen or
--          null, "logs": [{"site", "item", "host", "size", "frontier": hex,
--          "lots": hex of (int8 id || int4 n || int8 time || n times
--          cn || cp)...}]}
create function notary.lot_take(_from bigint, _n int, _logs int)
returns jsonb
language sql stable security definer set search_path = placet, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    with near as materialized (
        select id, n, sum(n) over (order by id) as total
        from (
            select i.id, i.n
            from inbox i
            join log l on l.site_id = i.site_id and l.item = i.petition
            where i.id >= _from and l.pub is not null and l.halted is null
            order by i.id
            limit _n) i
    ), cut as materialized (
        select max(id) as id, max(total) as total from near
        where total <= _n or total = n
    ), taken as (
        select i.site_id, i.petition as item, min(i.id) as first,
            string_agg(int8send(i.id) || int4send(i.n)
                || int8send(extract(epoch from i.at)::bigint) || i.rows,
                ''::bytea order by i.id) as lots
        from (
            select i.*
            from inbox i
            join log l on l.site_id = i.site_id and l.item = i.petition
            where i.id >= _from and i.id <= (select id from cut)
                and l.pub is not null and l.halted is null
            order by i.id
            limit _n) i
        group by i.site_id, i.petition
        order by min(i.id)
        limit _logs
    )
    select jsonb_build_object(
        'rows', (select coalesce(total, 0) from cut),
        'more', (select max(n.total) > max(c.total) or count(*) = _n
            from near n, cut c) is true,
        'last', (select id from cut),
        'logs', coalesce(jsonb_agg(jsonb_build_object(
            'site', t.site_id,
            'item', t.item,
            'host', s.host,
            'size', l.size,
            'frontier', encode(l.frontier, 'hex'),
            'lots', encode(t.lots, 'hex')) order by t.first), '[]'))
    from taken t
    join log l on l.site_id = t.site_id and l.item = t.item
    join site s on s.id = t.site_id;
$$;
