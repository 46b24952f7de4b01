-- admin.peer_rule_drop(host, peer) - what was decided holds no more
--
-- What was deleted or hidden for it does not come back.
--
-- Answers  {"peer": {"host"}}
-- Raises   PL404 site.unknown, peer.unknown, PL422 host.invalid
create function admin.peer_rule_drop(_host text, _peer text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _name text := core.peer_name(_peer);
begin
    delete from peer_rule where (site_id, host) = (_site, _name);
    if not found then
        perform core.refuse(404, 'peer.unknown');
    end if;
    return jsonb_build_object('peer', jsonb_build_object('host', _name));
end $$;
