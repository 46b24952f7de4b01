-- courier.host_failed(url, after) - its server did not answer, or not now
--
-- Nothing else is fetched there before as much time has passed as between two
-- attempts to deliver, or `after` seconds if that is more (Retry-After, at
-- most a day).  16,384 are remembered, those that last longest.
--
-- Answers  nothing
create function courier.host_failed(_url text, _after int) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _wait interval := make_interval(secs => least(_after, 86400));
begin
    insert into host_failed (host, until)
    select core.url_host(_url),
        now() + greatest(core.retry_delay(1), _wait)
    where core.url_host(_url) is not null
    on conflict (host) do update
    set times = host_failed.times + 1,
        until = now() + greatest(
            core.retry_delay(host_failed.times + 1), _wait);
    delete from host_failed where host = any (array(
        select host from host_failed order by until desc offset 16384));
end $$;
