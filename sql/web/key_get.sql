-- web.key_get(site, key) - whose key this is
--
-- Answers  {"state": "known", "owner", "kind": "rsa" or "ed25519", "key"},
--          or "state" alone: "unknown", "failed" (was asked for lately, in
--          vain: its actor has others, or it cannot be, on no host),
--          "blocked"
create function web.key_get(_site int, _key text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _bare text := core.url_bare(_key);
    _host text := core.url_host(_bare);
    _k remote_key;
begin
    if _host is null then
        return '{"state": "failed"}';
    elsif core.host_level(_site, _host) = 'suspend' then
        return '{"state": "blocked"}';
    end if;
    select * into _k from remote_key where id = _key;
    if found then
        return jsonb_build_object('state', 'known', 'owner', _k.owner,
            'kind', _k.kind, 'key', _k.key);
    elsif exists (select from fetch_failed
        where url = _bare and until > now())
        or exists (select from remote where id = _bare
            and fetched_at > now() - interval '10 minutes') then
        return '{"state": "failed"}';
    end if;
    return '{"state": "unknown"}';
end $$;
