-- web.key_stale(site, key) - a signature by a known key did not verify
--
-- Perhaps there is another by now.  If it was not fetched in the last ten
-- minutes it may be once, and what is signed by it waits for that: "fetch".
--
-- Answers  {"fetch": true or false}
create function web.key_stale(_site int, _key text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    update remote_key set stale_at = now()
    where id = _key and fetched_at < now() - interval '10 minutes'
        and coalesce(stale_at, '-infinity') < now() - interval '10 minutes';
    return jsonb_build_object('fetch', found or exists (
        select from remote_key k
        join deferred d on d.key = k.id
            and d.host = core.url_host(regexp_replace(_key, '#.*$', ''))
        where k.id = _key and k.stale_at is not null));
end $$;
