-- core.peer_rule_put(site, host, level, note) - decide about a server
--
-- Raises   PL422 host.invalid, level.invalid, note.invalid
create function core.peer_rule_put(
    _site int, _host text, _level text, _note text)
returns void
language plpgsql as $$
declare
    _peer text := core.peer_name(_host);
begin
    if coalesce(_level, '') not in (
        'allow', 'limit', 'reject_media', 'suspend') then
        perform core.refuse(422, 'level.invalid');
    elsif length(_note) > 500 then
        perform core.refuse(422, 'note.invalid');
    end if;
    insert into peer_rule (site_id, host, level, note)
    values (_site, _peer, _level, coalesce(_note, ''))
    on conflict (site_id, host) do update
    set level = excluded.level, note = excluded.note, at = now();
end $$;
