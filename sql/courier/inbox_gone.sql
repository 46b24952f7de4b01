-- courier.inbox_gone(inbox) - it answered 404 or 410
--
-- Whose it is may have another now: they are fetched again, once a day, at
-- most 256.  Who still has it on the third such day gets nothing any more.
-- Days a fortnight apart are no row of days.
--
-- Answers  nothing
create function courier.inbox_gone(_inbox text) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _host text := core.url_host(_inbox);
    _days int;
begin
    insert into inbox_gone as g (inbox, host)
    select _inbox, _host where _host is not null
    on conflict (inbox) do update
    set at = now(), days = case
        when g.at < now() - interval '14 days' then 1 else g.days + 1 end
    where (g.at at time zone 'UTC')::date
        < (now() at time zone 'UTC')::date
    returning days into _days;
    if _days >= 3 then
        delete from follower f using site s, remote r
        where f.site_id = s.id and f.host = _host and r.id = f.remote
            and _inbox in (r.inbox, r.shared_inbox);
        delete from inbox_gone where inbox = _inbox;
    elsif _days is not null then
        perform core.errand_new(site_id, 'actor', remote) from (
            select min(f.site_id) as site_id, f.remote
            from site s
            join follower f on f.site_id = s.id and f.host = _host
            join remote r on r.id = f.remote
            where _inbox in (r.inbox, r.shared_inbox)
                and r.fetched_at < now() - interval '1 hour'
            group by f.remote, r.fetched_at
            order by r.fetched_at limit 256) f;
    end if;
end $$;
