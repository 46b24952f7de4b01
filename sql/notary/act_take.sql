-- notary.act_take(n) - acts that wait for their proof, in order
--
-- Of sites in any order, so that one whose acts cannot be signed keeps no
-- other waiting.
--
-- Answers  [{"site", "uuid", "n", "method": the key's URL, "at", "draft"}]
create function notary.act_take(_n int) returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('site', site_id,
        'uuid', replace(uuid::text, '-', ''), 'n', n,
        'method', (draft->>'actor') || '#ed25519-key',
        'at', core.stamp(at), 'draft', draft) order by site_id, n), '[]')
    from (select a.*, s.uuid
        from (select id, uuid from site where id in (
            select site_id from act where doc is null)
            order by random()) s
        cross join lateral (
            select * from act
            where site_id = s.id and doc is null
            order by n limit _n) a
        limit _n) a
$$;
