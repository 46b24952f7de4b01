-- notary.log_strays(n) - logs that somebody should have looked after
--
-- For a notary that has just been elected, and once a minute for safety:
-- logs larger than their checkpoint, and logs signed so lately that a notary
-- that died may not have told anybody.
--
-- Answers  {"unsigned": [[site, item]], "recent": [[site, item]]}, n each
create function notary.log_strays(_n int)
returns jsonb
language sql stable security definer set search_path = placet, pg_temp as $$
    select jsonb_build_object(
        'unsigned', (
            select coalesce(jsonb_agg(jsonb_build_array(site_id, item)), '[]')
            from (
                select site_id, item from log
                where signed_size < size and pub is not null
                    and halted is null
                limit _n) as u),
        'recent', (
            select coalesce(jsonb_agg(jsonb_build_array(site_id, item)), '[]')
            from (
                select site_id, item from log
                where signed_at > now() - interval '1 minute'
                limit _n) as r));
$$;
