-- core.page_number(segment) - which page of a list, from a path or a query
--
-- Raises   PL404 page.unknown for what is not 1 to 9999
create function core.page_number(_segment text) returns int
language plpgsql immutable as $$
begin
    if _segment !~ '^[1-9][0-9]{0,3}$' then
        perform core.refuse(404, 'page.unknown');
    end if;
    return coalesce(_segment, '1')::int;
end $$;
