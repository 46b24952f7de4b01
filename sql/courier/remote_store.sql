-- courier.remote_store(doc) - an actor elsewhere, as just fetched
--
-- `doc`: {"id", "host", "type", "username", "name", "url", "inbox",
-- "shared_inbox", "also_known_as": [], "placet", "keys": [{"id", "kind",
-- "key"}]}.  Its keys are those it lists now; a key never changes its owner.
-- If one that was known is another or none now, those who keep it are told.
-- Followers that moved here, and are named here, are moved; what goes to them
-- goes where they are now, unless the site wants nothing of that server.  If
-- it speaks as we do, its server does.
--
-- Answers  nothing
create function courier.remote_store(_doc text) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _d jsonb := _doc::jsonb;
    _id text := _d->>'id';
    _aliases text[] := array(
        select jsonb_array_elements_text(_d->'also_known_as'));
    _host text := core.url_host(
        coalesce(_d->>'shared_inbox', _d->>'inbox'));
    _old text;
begin
    insert into remote (id, host, type, username, name, url, inbox,
        shared_inbox, also_known_as, placet)
    values (_id, _d->>'host', _d->>'type', left(_d->>'username', 2048),
        left(coalesce(_d->>'name', ''), 200), _d->>'url', _d->>'inbox',
        _d->>'shared_inbox', _aliases,
        coalesce((_d->>'placet')::boolean, false))
    on conflict (id) do update
    set host = excluded.host, type = excluded.type,
        username = excluded.username, name = excluded.name,
        url = excluded.url, inbox = excluded.inbox,
        shared_inbox = excluded.shared_inbox,
        also_known_as = excluded.also_known_as, placet = excluded.placet,
        fetched_at = now(), gone_at = null;
    if (_d->>'placet')::boolean then
        update peer p set placet = true from site s
        where (p.site_id, p.host) = (s.id, _d->>'host') and not p.placet;
    end if;
    if exists (select from remote_key k
        where owner = _id and not exists (
            select from jsonb_array_elements(_d->'keys') n
            where (n->>'id', n->>'kind', n->>'key') = (k.id, k.kind, k.key)))
    then
        perform pg_notify('key', _id);
    end if;
    delete from remote_key
    where owner = _id and id not in (
        select k->>'id' from jsonb_array_elements(_d->'keys') k);
    insert into remote_key (id, owner, kind, key)
    select k->>'id', _id, k->>'kind', k->>'key'
    from jsonb_array_elements(_d->'keys') k
    on conflict (id) do update
    set kind = excluded.kind, key = excluded.key, fetched_at = now(),
        stale_at = null
    where remote_key.owner = excluded.owner;
    delete from fetch_failed
    where url = _id or url in (select core.url_bare(k->>'id')
        from jsonb_array_elements(_d->'keys') k);
    delete from host_failed where host = _d->>'host';
    for _old in
        select id from remote where moved_to = _id and id = any (_aliases)
    loop
        insert into follower (site_id, actor, remote, host, follow)
        select site_id, actor, _id, _host, follow
        from follower where remote = _old
            and core.host_level(site_id, _d->>'host')
                not in ('suspend', 'off')
        on conflict do nothing;
        delete from follower where remote = _old;
    end loop;
    update follower set host = _host where remote = _id and host <> _host;
    delete from follower where remote = _id
        and core.host_level(site_id, host) = 'suspend';
    perform core.peer_meet(site_id, host) from (
        select distinct site_id, host from follower where remote = _id) f;
end $$;
