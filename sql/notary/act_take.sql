-- notary.act_take(n) - acts that wait for their proof, in order
--
-- Of sites in any order, so that one whose acts cannot be signed keeps no
-- other waiting; no more than 16 MiB but for the first, as the notary reads
-- an answer as a whole.
--
-- Answers  [{"site", "uuid", "n", "method": the key's URL, "at", "draft"}]
create function notary.act_take(_n int) returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('site', site_id,
        'uuid', replace(uuid::text, '-', ''), 'n', n,
        'method', (draft->>'actor') || '#ed25519-key',
        'at', core.stamp(at), 'draft', draft) order by site_id, n), '[]')
    from (select a.*, row_number() over w as nth,
            sum(octet_length(draft::text)) over w as bytes
        from (select a.*, s.uuid, s.chance
            from (select id, uuid, random() as chance from site
                where id in (select site_id from act where doc is null)
                order by chance) s
            cross join lateral (
                select * from act
                where site_id = s.id and doc is null
                order by n limit _n) a
            limit _n) a
        window w as (order by chance, site_id, n)) a
    where bytes <= 16777216 or nth = 1
$$;
