-- core.petition_known(site, segment) - the petition that a path names
--
-- Raises   PL404 petition.unknown, PL410 petition.withdrawn
create function core.petition_known(_site int, _segment text) returns int
language plpgsql stable as $$
declare
    _petition int := core.petition_number(_segment);
begin
    if not exists (select from petition
        where (site_id, item) = (_site, _petition)) then
        perform core.refuse(404, 'petition.unknown');
    elsif core.petition_withdrawn(_site, _petition) then
        perform core.refuse(410, 'petition.withdrawn');
    end if;
    return _petition;
end $$;
