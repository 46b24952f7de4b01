-- admin.peer_rule_set(host, peer, level, note) - decide about a server
--
-- Also of all below it.  "allow", "limit" (shown only after a look),
-- "reject_media" or "suspend": then its followers are gone, what came from
-- there is hidden, and nothing more goes there.
--
-- Answers  {"peer": {"host", "level", "note"}}
-- Raises   PL404 site.unknown
--          PL422 host.invalid, level.invalid, note.invalid
create function admin.peer_rule_set(
    _host text, _peer text, _level text, _note text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
begin
    perform core.peer_rule_put(_site, _peer, _level, _note);
    if _level = 'suspend' then
        perform core.host_purge(_site);
    end if;
    return jsonb_build_object('peer', (
        select jsonb_build_object('host', host, 'level', level, 'note', note)
        from peer_rule where (site_id, host) = (_site, lower(_peer))));
end $$;
