-- notary.act_take(n) - acts that wait for their proof, in order
--
-- Answers  [{"site", "uuid", "n", "method": the key's URL, "at", "draft"}]
create function notary.act_take(_n int) returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('site', site_id,
        'uuid', replace(uuid::text, '-', ''), 'n', n,
        'method', (draft->>'actor') || '#ed25519-key',
        'at', core.stamp(at), 'draft', draft) order by site_id, n), '[]')
    from (select a.*, s.uuid from act a join site s on s.id = a.site_id
        where a.doc is null
        order by a.site_id, a.n limit _n) a
$$;
