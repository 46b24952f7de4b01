-- web.intent_new(site, petition, kind, host, account, id) - act from elsewhere
--
-- Somebody wants to follow the commune (petition null), or to follow, like or
-- reply to a petition, from their account on that server; account is null
-- when they named only the server.  If it was asked before, they know at once
-- where to go; else it is asked, and they wait under id (SHA-256 of what only
-- they hold).  A server has at most 16 who wait, all together 1,024.
--
-- Answers  {"state": "waiting", "found" or "failed", "host", "go": where to,
--          or null}
-- Raises   PL422 account.here, account.blocked (of field "account"),
--          PL503 busy; as web.follow_get
create function web.intent_new(_site int, _petition text, _kind text,
    _host text, _account text, _id bytea)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _actor int := coalesce(core.petition_number(_petition), -1);
    _level text := core.host_level(_site, _host);
    _wrong text;
    _known intent_host;
    _url text;
    _state text := 'waiting';
begin
    perform web.follow_get(_site, _petition, null);
    _wrong := case
        when exists (select from site where host = core.host_bare(_host))
            then 'account.here'
        when _level in ('suspend', 'off') then 'account.blocked' end;
    if _wrong is not null then
        raise exception using errcode = 'PL422', message = _wrong,
            detail = 'account';
    end if;
    perform core.intent_forget();
    select * into _known from intent_host
    where host = _host and until > now();
    if found then
        _url := core.intent_url(_site, _actor, _kind, _known.templates);
        _state := case when _url is null then 'failed' else 'found' end;
    elsif (select count(*) from (select from intent
        where host = _host and state = 'waiting' limit 16) i) = 16 then
        _state := 'failed';
    end if;
    if _state <> 'found' then
        if (select count(*) from (select from intent limit 1024) i) = 1024
        then
            perform core.refuse(503, 'busy');
        end if;
        insert into intent (site_id, id, kind, actor, host, account, state)
        values (_site, _id, _kind, _actor, _host,
            case _state when 'waiting' then _account end, _state);
    end if;
    return jsonb_build_object('state', _state, 'host', _host, 'go', _url);
end $$;
