-- core.petition_open(site, segment) - the number, if it can be signed now
--
-- Raises   PL404 petition.unknown
--          PL409 petition.closed
create function core.petition_open(_site int, _segment text) returns int
language plpgsql stable as $$
declare
    _petition int := core.petition_number(_segment);
    _open boolean;
begin
    select closes_at > now() into _open
    from petition where (site_id, item) = (_site, _petition);
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif not _open then
        perform core.refuse(409, 'petition.closed');
    end if;
    return _petition;
end $$;
