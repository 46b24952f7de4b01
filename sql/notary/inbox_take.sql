-- notary.inbox_take(from, n, logs) - what is to be numbered next
--
-- Looks at the first n rows with id >= from whose log has a key and is not
-- halted, oldest first, of at most `logs` logs.  Takes nothing away:
-- batch_commit() does.  `from` spares the scan the index entries of rows
-- that are gone already.  The settings make it walk along the primary key and
-- stop after n: the planner thinks the inbox empty, as it was when it was
-- analyzed, and would sort a backlog as a whole for every batch.
--
-- Answers  {"rows": n seen, "last": highest id seen or null,
--          "logs": [{"site", "item", "host", "size", "frontier": hex,
--          "n", "ids": "1,2,...", "rows": hex of cn || cp || int8 time}]}
create function notary.inbox_take(_from bigint, _n int, _logs int)
returns jsonb
language sql stable security definer set search_path = placet, pg_temp
set enable_seqscan = off set enable_bitmapscan = off set enable_sort = off as $$
    with seen as (
        select i.id, i.site_id, i.petition as item, i.cn, i.cp, i.at
        from inbox i
        join log l on l.site_id = i.site_id and l.item = i.petition
        where i.id >= _from and l.pub is not null and l.halted is null
        order by i.id
        limit _n
    ), taken as (
        select site_id, item, min(id) as first, count(*) as n,
            string_agg(id::text, ',' order by id) as ids,
            string_agg(cn || cp || int8send(extract(epoch from at)::bigint),
                ''::bytea order by id) as rows
        from seen
        group by site_id, item
        order by min(id)
        limit _logs
    )
    select jsonb_build_object(
        'rows', (select count(*) from seen),
        'last', (select max(id) from seen),
        'logs', coalesce(jsonb_agg(jsonb_build_object(
            'site', t.site_id,
            'item', t.item,
            'host', s.host,
            'size', l.size,
            'frontier', encode(l.frontier, 'hex'),
            'n', t.n,
            'ids', t.ids,
            'rows', encode(t.rows, 'hex')) order by t.first), '[]'))
    from taken t
    join log l using (site_id, item)
    join site s on s.id = t.site_id;
$$;
