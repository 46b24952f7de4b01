-- courier.remote_store(site, doc) - an actor elsewhere, as just fetched
--
-- `doc`: {"id", "host", "type", "username", "name", "url", "inbox",
-- "shared_inbox", "also_known_as": [], "placet", "keys": [{"id", "kind",
-- "key"}]}.  Its keys are those it lists now; a key never changes its owner.
-- Followers that moved here, and are named here, are moved.
create function courier.remote_store(_doc text) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _d jsonb := _doc::jsonb;
    _id text := _d->>'id';
    _aliases text[] := array(
        select jsonb_array_elements_text(_d->'also_known_as'));
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
    delete from remote_key
    where owner = _id and id not in (
        select k->>'id' from jsonb_array_elements(_d->'keys') k);
    insert into remote_key (id, owner, kind, key)
    select k->>'id', _id, k->>'kind', k->>'key'
    from jsonb_array_elements(_d->'keys') k
    on conflict (id) do update
    set kind = excluded.kind, key = excluded.key, fetched_at = now()
    where remote_key.owner = excluded.owner;
    delete from fetch_failed f
    where url = _id or url in (
        select k->>'id' from jsonb_array_elements(_d->'keys') k);
    for _old in
        select id from remote where moved_to = _id and id = any (_aliases)
    loop
        insert into follower (site_id, actor, remote, host, follow)
        select site_id, actor, _id,
            core.url_host(coalesce(_d->>'shared_inbox', _d->>'inbox')),
            follow
        from follower where remote = _old
        on conflict do nothing;
        delete from follower where remote = _old;
    end loop;
    perform core.peer_meet(site_id, host) from (
        select distinct site_id, host from follower where remote = _id) f;
end $$;
