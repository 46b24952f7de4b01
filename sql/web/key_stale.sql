-- web.key_stale(site, key) - a signature by a known key did not verify
--
-- Perhaps it was changed: its owner is fetched again, once in ten minutes.
--
-- Answers  nothing
create function web.key_stale(_site int, _key text) returns void
language sql security definer set search_path = placet, pg_temp as $$
    select core.errand_new(_site, 'actor', owner)
    from remote_key
    where id = _key and fetched_at < now() - interval '10 minutes'
$$;
