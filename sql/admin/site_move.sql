-- admin.site_move(host, target, undo) - our commune is that actor now
--
-- The courier looks whether that actor says so too (alsoKnownAs) before
-- anything is said; for one on this server it is known at once.  Petitions
-- stay where they are, under their ids.  `undo` takes it back, or gives it up:
-- who has followed the other meanwhile still does.  Neither: only tells.
--
-- Answers  {"move": core.move_doc}
-- Raises   PL404 site.unknown, PL409 move.done, move.none, peer.blocked, PL422
--          target.invalid, PL503 busy: no keys yet, or too much to fetch there
create function admin.site_move(_host text, _target text, _undo boolean)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _s site;
begin
    select * into _s from site where id = _site for update;
    if _undo and _s.move_to is null then
        perform core.refuse(409, 'move.none');
    elsif _undo then
        update site set move_to = null, move_asked_at = null,
            moved_at = null, move_error = null, move_url = null
        where id = _site;
        if _s.moved_at is not null then
            perform core.actor_update(_site, -1);
            notify site;
        end if;
    elsif _target is not null then
        if _s.moved_at is not null then
            perform core.refuse(409, 'move.done');
        elsif not core.actor_valid(_target)
            or starts_with(_target, core.origin(_site) || '/') then
            perform core.refuse(422, 'target.invalid');
        elsif core.host_level(_site, core.url_host(_target)) = 'suspend'
        then
            perform core.refuse(409, 'peer.blocked');
        elsif _s.rsa is null then
            perform core.refuse(503, 'busy');
        end if;
        update site set move_to = _target, move_asked_at = now(),
            move_error = null
        where id = _site;
        perform core.move_ask(_site, _target);
    end if;
    return jsonb_build_object('move', core.move_doc(_site));
end $$;
