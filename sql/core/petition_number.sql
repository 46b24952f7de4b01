-- core.petition_number(segment) - the number in a path, null if it is none
create function core.petition_number(_segment text) returns int
language sql immutable as $$
    select case when _segment ~ '^[1-9][0-9]{0,8}$' then _segment::int end
$$;
