-- core.actor_number(site, segment) - a local actor by its number as text
--
-- "0" the site, "-1" the commune, else a petition, which must exist.
--
-- Raises   PL404 petition.unknown
create function core.actor_number(_site int, _segment text) returns int
language plpgsql stable as $$
declare
    _actor int := case when _segment in ('0', '-1') then _segment::int
        else core.petition_number(_segment) end;
begin
    if _actor is null or (_actor > 0 and not exists (
        select from petition where (site_id, item) = (_site, _actor))) then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return _actor;
end $$;
