-- web.key_get(site, key) - whose key this is
--
-- Answers  {"state": "known", "owner", "kind": "rsa" or "ed25519", "key"},
--          or "state" alone: "unknown", "failed" (was asked for lately, in
--          vain, or cannot be: it is on no host), "blocked"
create function web.key_get(_site int, _key text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _host text := core.url_host(regexp_replace(_key, '#.*$', ''));
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
        where url = _key and until > now()) then
        return '{"state": "failed"}';
    end if;
    return '{"state": "unknown"}';
end $$;
