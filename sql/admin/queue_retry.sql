-- admin.queue_retry(host, peer) - try now what waits; null: all of it
--
-- A server that was given up has eight days again, and gets the last
-- fortnight.
--
-- Answers  {"servers": n, "letters": n}
-- Raises   PL404 site.unknown, peer.unknown
create function admin.queue_retry(_host text, _peer text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _servers bigint;
    _letters bigint;
begin
    with tried as (
        update peer p
        set due_at = now(), fails = 0, failing_from = null,
            opened_at = null, dead_at = null,
            inbox = case when dead_at is null then inbox end,
            cursor = case when dead_at is null then cursor
                else core.cursor_recent(p.site_id, cursor) end
        from site s
        where s.id = _site and p.site_id = _site
            and (_peer is null or p.host = lower(_peer))
            and (p.cursor < s.acts_signed or p.opened_at is not null
                or p.dead_at is not null)
        returning 1
    )
    select count(*) into _servers from tried;
    with tried as (
        update letter set due_at = now()
        where site_id = _site and (_peer is null or host = lower(_peer))
        returning 1
    )
    select count(*) into _letters from tried;
    if _peer is not null and _servers + _letters = 0 then
        perform core.refuse(404, 'peer.unknown');
    end if;
    return jsonb_build_object('servers', _servers, 'letters', _letters);
end $$;
