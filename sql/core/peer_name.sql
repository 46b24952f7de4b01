-- core.peer_name(host) - the name of a server, as rules are kept
--
-- Raises   PL422 host.invalid
create function core.peer_name(_host text) returns text
language plpgsql immutable as $$
begin
    if not core.host_valid(_host) then
        perform core.refuse(422, 'host.invalid');
    end if;
    return lower(_host);
end $$;
