-- courier.fetch_failed(url) - do not ask there again for a while
--
-- Ten minutes, then six times longer each time, at most a day.
--
-- Answers  nothing
create function courier.fetch_failed(_url text) returns void
language sql security definer set search_path = placet, pg_temp as $$
    insert into fetch_failed (url, until)
    values (_url, now() + interval '10 minutes')
    on conflict (url) do update
    set times = fetch_failed.times + 1,
        until = now() + least(interval '1 day',
            interval '10 minutes' * 6 ^ least(fetch_failed.times, 4))
$$;
