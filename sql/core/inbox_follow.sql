-- core.inbox_follow(site, actor, doc, level) - Follow: Accept, or Reject
--
-- Following again is accepted again: the first Accept may have been lost.
-- Nobody follows a petition that was taken back.  Who follows the site takes
-- all that happens: its own switch decides, and a server has room for a
-- hundred of those, as one is what an aggregator needs.  Of what was asked
-- only what names it is said again, at whatever length it was asked.  Where
-- the answer goes may be another server than the one that spoke: it is no
-- longer taken for dead either.
create function core.inbox_follow(
    _site int, _actor text, _doc jsonb, _level text)
returns void
language plpgsql as $$
declare
    _local int := core.actor_at(_site, core.id_of(_doc->'object'));
    _r remote;
    _host text;
    _url text;
    _aggregation text;
begin
    select * into _r from remote where id = _actor;
    _host := core.url_host(coalesce(_r.shared_inbox, _r.inbox));
    if _local is null or _host is null
        or core.host_level(_site, _host) = 'suspend' then
        return;
    end if;
    if core.petition_withdrawn(_site, _local) then
        _level := 'off';
    end if;
    _url := core.actor_url(_site, _local);
    if _local = 0 then
        select aggregation into _aggregation from site where id = _site;
        _level := case when _aggregation = 'open' or (_aggregation = 'allow'
            and core.host_rule(_site, core.url_host(_actor)) = 'allow')
            then 'open' else 'off' end;
        if (select count(*) from (select from follower
            where (site_id, host, actor) = (_site, _host, 0)
                and remote <> _actor limit 100) f) = 100 then
            _level := 'off';
        end if;
    end if;
    if _level <> 'off' then
        perform core.peer_meet(_site, _host);
        perform core.peer_heard(_site, _host);
        insert into follower (site_id, actor, remote, host, follow)
        values (_site, _local, _actor, _host, _doc->>'id')
        on conflict (site_id, actor, remote) do update
        set follow = excluded.follow, host = excluded.host;
    end if;
    perform core.letter_new(_site, _local, _r.inbox, jsonb_build_object(
        '@context', 'https://www.w3.org/ns/activitystreams',
        'id', _url || case _level when 'off' then '#reject/'
            else '#accept/' end
            || encode(sha256(convert_to(_doc->>'id', 'UTF8')), 'hex'),
        'type', case _level when 'off' then 'Reject' else 'Accept' end,
        'actor', _url,
        'to', jsonb_build_array(_actor),
        'object', jsonb_build_object('id', _doc->>'id', 'type', 'Follow',
            'actor', _actor, 'object', core.id_of(_doc->'object'))));
end $$;
