-- notary.key_take(n) - sites whose keys keyd has not told yet
--
-- Answers  [{"site", "uuid"}], at most n
create function notary.key_take(_n int) returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce(jsonb_agg(jsonb_build_object('site', id,
        'uuid', replace(uuid::text, '-', ''))), '[]')
    from (select id, uuid from site where rsa is null or ed25519 is null
        order by id limit _n) s
$$;
