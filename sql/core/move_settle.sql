-- core.move_settle(site, target) - our commune may move there, or not
--
-- It moves if the actor there, on this server or as it was fetched since we
-- asked, says that it was our commune before: then its followers are told,
-- first what it is now (Update), then to follow the other (Move).  Its page is
-- linked only if it is that server's own.
create function core.move_settle(_site int, _target text) returns void
language plpgsql as $$
declare
    _commune text := core.actor_url(_site, -1);
    _asked timestamptz;
    _aliases text[];
    _url text;
begin
    select move_asked_at into _asked from site
    where id = _site and move_to = _target and moved_at is null
        and move_error is null for update;
    if not found then
        return;
    end if;
    select aliases, core.origin(id) || '/' into _aliases, _url
    from site
    where id = core.commune_at(_target);
    if not found then
        select also_known_as, case when core.url_host(url)
            = core.url_host(id) then url else id end
        into _aliases, _url
        from remote
        where id = _target and gone_at is null and fetched_at >= _asked;
    end if;
    if _commune = any (_aliases) then
        update site set moved_at = now(), move_url = _url where id = _site;
        perform core.actor_update(_site, -1);
        perform core.act_new(_site, 'move', -1, null, _commune, 'all',
            jsonb_build_object('type', 'Move',
                'to', jsonb_build_array(core.public()),
                'cc', jsonb_build_array(_commune || '/followers'),
                'object', _commune, 'target', _target));
        notify site;
    else
        update site
        set move_error = case when _aliases is null
            then 'move.unreachable' else 'move.unconfirmed' end
        where id = _site;
    end if;
end $$;
