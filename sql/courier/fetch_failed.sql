-- courier.fetch_failed(url) - there is nothing of use: do not ask for a while
--
-- Ten minutes, then six times longer each time, at most a day.  Its server has
-- answered.  What is an actor that was just fetched is of use, only not for
-- what was wanted: web.key_get does not ask for it either.  64 a host are
-- remembered, 16,384 in all, those that last longest: key ids are anybody's
-- to choose.
--
-- Answers  nothing
create function courier.fetch_failed(_url text) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _bare text := core.url_bare(_url);
    _host text := core.url_host(_bare);
begin
    delete from host_failed where host = _host;
    if _host is null or exists (select from remote where id = _bare
        and fetched_at > now() - interval '10 minutes') then
        return;
    end if;
    insert into fetch_failed (url, host, until)
    values (_bare, _host, now() + interval '10 minutes')
    on conflict (url) do update
    set times = fetch_failed.times + 1,
        until = now() + least(interval '1 day',
            interval '10 minutes' * 6 ^ least(fetch_failed.times, 4));
    delete from fetch_failed where url = any (array(
        select url from fetch_failed where host = _host
        order by until desc offset 64));
    delete from fetch_failed where url = any (array(
        select url from fetch_failed order by until desc offset 16384));
end $$;
