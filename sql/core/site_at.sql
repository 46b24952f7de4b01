-- core.site_at(host) - the number of the site of this name
--
-- Raises   PL404 site.unknown
create function core.site_at(_host text) returns int
language plpgsql stable as $$
declare
    _id int;
begin
    select id into _id from site where host = lower(_host);
    if not found then
        perform core.refuse(404, 'site.unknown');
    end if;
    return _id;
end $$;
