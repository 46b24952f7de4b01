-- courier.delivery_done(...) - how the deliveries of acts went
--
-- One element a server in each array.  `outcomes`: "ok", "drop" (not taken,
-- for good: the next act may fare better), "refuse" (401, 403: once more, for
-- now), "more" (the rest of the inboxes is to follow) or "retry"; `after` the
-- Retry-After in seconds or null; `schemes` the signature that was understood,
-- or null; `inboxes` the last inbox that is done with, or null: what is sent
-- again or after that goes on behind it.  After five failures in a row a
-- server is only probed, after eight days of them it is dead, until somebody
-- there speaks to us.  Who refuses has not failed.  Where all was taken,
-- from the first inbox on, none is missing.
--
-- Servers are locked in the order in which all lock several: the inbox takes
-- those that speak for alive meanwhile.
--
-- Answers  nothing
create function courier.delivery_done(_site int[], _host text[],
    _n bigint[], _outcome text[], _after int[], _scheme text[],
    _inbox text[])
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    perform from peer p
    join unnest(_site, _host) t (site_id, host) using (site_id, host)
    order by p.site_id, p.host for no key update of p;
    delete from inbox_gone where host = any (array(
        select host
        from unnest(_site, _host, _outcome) t (site_id, host, outcome)
        join peer p using (site_id, host)
        where t.outcome = 'ok' and p.inbox is null));
    update peer p
    set leased_until = null,
        cursor = case when t.later or t.outcome = 'more' then p.cursor
            else greatest(p.cursor, t.n) end,
        inbox = case when not t.later and t.outcome <> 'more' then null
            when p.cursor = t.n - 1 then coalesce(t.inbox, p.inbox)
            else p.inbox end,
        refused = case t.outcome when 'retry' then p.refused
            when 'refuse' then 1 + case when t.inbox is null
                or t.inbox = p.inbox then p.refused else 0 end
            else 0 end,
        fails = case when t.outcome = 'retry' then p.fails + 1 else 0 end,
        failing_from = case when t.outcome = 'retry'
            then coalesce(p.failing_from, now()) end,
        opened_at = case when t.outcome = 'retry' and p.fails >= 4
            then coalesce(p.opened_at, now()) end,
        dead_at = case when t.outcome = 'retry'
            and p.failing_from < now() - interval '8 days' then now() end,
        last_ok = case when t.outcome in ('ok', 'more') then now()
            else p.last_ok end,
        due_at = case when t.later then now() + greatest(
            core.retry_delay(1 + case t.outcome when 'retry' then p.fails
                else p.refused end),
            make_interval(secs => least(coalesce(t.after, 0), 86400)))
            else now() end,
        scheme = coalesce(t.scheme, p.scheme),
        scheme_at = case when t.scheme is not null then now()
            else p.scheme_at end
    from (
        select *, outcome in ('retry', 'refuse') as later
        from unnest(_site, _host, _n, _outcome, _after, _scheme, _inbox)
            as t (site_id, host, n, outcome, after, scheme, inbox)) t
    where (p.site_id, p.host) = (t.site_id, t.host);
end $$;
