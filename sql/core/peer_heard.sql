-- core.peer_heard(site, host) - who speaks is alive
--
-- A server that was dead gets the last fortnight.
create function core.peer_heard(_site int, _host text) returns void
language plpgsql as $$
declare
    _open boolean;
begin
    select opened_at is not null into _open from peer
    where (site_id, host) = (_site, _host) and fails > 0
    for no key update;
    if not found then
        return;
    end if;
    update peer set fails = 0, failing_from = null, opened_at = null,
        dead_at = null, due_at = now(),
        inbox = case when dead_at is null then inbox end,
        cursor = case when dead_at is null then cursor
            else core.cursor_recent(_site, cursor) end
    where (site_id, host) = (_site, _host);
    if _open then
        perform core.letters_due(_site, _host);
    end if;
end $$;
