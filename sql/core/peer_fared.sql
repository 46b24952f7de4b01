-- core.peer_fared(hosts) - how servers answered to letters
--
-- `hosts`: [{"site", "host", "well": it answered, "ok": and took it, "after":
-- Retry-After in seconds or null}].  It counts as what is said to many does
-- (courier.delivery_done): after five failures in a row a server is only
-- probed, and its letters wait for that; acts do before only for their own
-- failures, since one inbox may be at fault.  Whoever answers to a probe gets
-- what waits.
create function core.peer_fared(_hosts jsonb) returns void
language plpgsql as $$
declare
    _h record;
    _open boolean;
begin
    for _h in
        select * from jsonb_to_recordset(_hosts) as t (
            site int, host text, well boolean, ok boolean, after int)
        order by site, host
    loop
        if not _h.well then
            perform core.peer_meet(_h.site, _h.host);
        end if;
        select opened_at is not null into _open from peer
        where (site_id, host) = (_h.site, _h.host) for no key update;
        update peer
        set fails = case when _h.well then 0 else fails + 1 end,
            failing_from = case when not _h.well
                then coalesce(failing_from, now()) end,
            opened_at = case when not _h.well and fails >= 4
                then coalesce(opened_at, now()) end,
            dead_at = case when not _h.well
                and failing_from < now() - interval '8 days' then now() end,
            last_ok = case when _h.ok then now() else last_ok end,
            due_at = case when _h.well and fails > 0 then now()
                when not _h.well and fails >= 4 then greatest(due_at,
                    now() + core.retry_delay(fails + 1),
                    now() + make_interval(
                        secs => least(coalesce(_h.after, 0), 86400)))
                else due_at end
        where (site_id, host) = (_h.site, _h.host);
        if _h.well and _open then
            perform core.letters_due(_h.site, _h.host);
        end if;
        update letter l set due_at = p.due_at
        from peer p
        where (p.site_id, p.host) = (_h.site, _h.host)
            and p.opened_at is not null
            and (l.site_id, l.host) = (_h.site, _h.host)
            and l.due_at < p.due_at;
    end loop;
end $$;
