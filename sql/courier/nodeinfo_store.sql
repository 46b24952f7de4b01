-- courier.nodeinfo_store(site, host, software, placet) - what a peer runs
--
-- It speaks as we do if this says so, or one of its actors.  Workers are told
-- of the first that reads groups: from now on they hand over all that comes.
--
-- Answers  nothing
create function courier.nodeinfo_store(
    _site int, _host text, _software text, _placet boolean)
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _first boolean := not exists (
        select from peer where site_id = _site and groups);
begin
    update peer
    set software = left(_software, 64),
        groups = core.group_aware(_software),
        placet = _placet or core.speaks_placet(_host),
        asked = 0, ask_at = core.ask_at(0)
    where (site_id, host) = (_site, _host);
    if found and _first and core.group_aware(_software) then
        notify site;
    end if;
end $$;
