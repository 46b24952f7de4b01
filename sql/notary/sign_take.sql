-- notary.sign_take(site, item, n) - what is needed to sign these logs
--
-- Gives the leaves as they are stored, from the size that was signed last:
-- what is signed is computed again from them, not from what the sequencer
-- held in memory.  At most n leaves in all (but at least one log), so a log
-- may come with fewer than it has; logs that found no room are in "rest".
--
-- Answers  {"logs": [{"site", "item", "uuid": hex, "origin", "pub": hex,
--          "size", "frontier": hex, "signed_size", "signed_frontier": hex,
--          "n", "leaves": hex of (uint16 length || entry)...}],
--          "rest": [[site, item]]}
create function notary.sign_take(_site int[], _item int[], _n int)
returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    with due as (
        select l.*, least(l.size - l.signed_size, _n) as n,
            sum(least(l.size - l.signed_size, _n)) over (
                order by l.signed_at nulls first, l.site_id, l.item) as total
        from (
            select distinct site_id, item
            from unnest(_site, _item) as t (site_id, item)) as asked
        join log l using (site_id, item)
        where l.signed_size < l.size and l.pub is not null
            and l.halted is null
    )
    select jsonb_build_object(
        'logs', coalesce(jsonb_agg(jsonb_build_object(
            'site', d.site_id,
            'item', d.item,
            'uuid', replace(s.uuid::text, '-', ''),
            'origin', d.origin,
            'pub', encode(d.pub, 'hex'),
            'size', d.size,
            'frontier', encode(d.frontier, 'hex'),
            'signed_size', d.signed_size,
            'signed_frontier', encode(d.signed_frontier, 'hex'),
            'n', d.n,
            'leaves', (
                select encode(string_agg(
                    int2send(length(f.entry)::smallint) || f.entry,
                    ''::bytea order by f.idx), 'hex')
                from leaf f
                where f.site_id = d.site_id and f.item = d.item
                    and f.idx >= d.signed_size
                    and f.idx < d.signed_size + d.n)))
            filter (where d.total <= _n or d.total = d.n), '[]'),
        'rest', coalesce(jsonb_agg(jsonb_build_array(d.site_id, d.item))
            filter (where d.total > _n and d.total <> d.n), '[]'))
    from due d
    join site s on s.id = d.site_id;
$$;
