-- admin.queue_drop(host, peer) - forget what waits for a server
--
-- It gets what happens from now on.
--
-- Answers  {"acts": n, "letters": n}
-- Raises   PL404 site.unknown, peer.unknown
create function admin.queue_drop(_host text, _peer text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _acts bigint;
    _letters bigint;
begin
    with old as (
        select p.cursor, s.acts_signed from peer p
        join site s on s.id = p.site_id
        where (p.site_id, p.host) = (_site, lower(_peer)) for update of p
    ), moved as (
        update peer set cursor = greatest(old.cursor, old.acts_signed),
            inbox = null
        from old where (site_id, host) = (_site, lower(_peer))
    )
    select greatest(old.acts_signed - old.cursor, 0) into _acts from old;
    with gone as (
        delete from letter where (site_id, host) = (_site, lower(_peer))
        returning 1
    )
    select count(*) into _letters from gone;
    if _acts is null and _letters = 0 then
        perform core.refuse(404, 'peer.unknown');
    end if;
    return jsonb_build_object(
        'acts', coalesce(_acts, 0), 'letters', _letters);
end $$;
