-- core.id_of(value) - the id of what is either a URL or an object with one
create function core.id_of(_value jsonb) returns text
language sql immutable as $$
    select case jsonb_typeof(_value)
        when 'string' then _value #>> '{}'
        when 'object' then _value->>'id'
        when 'array' then core.id_of(_value->0) end
$$;
