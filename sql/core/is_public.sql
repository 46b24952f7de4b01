-- core.is_public(object) - is it addressed to everybody?
create function core.is_public(_object jsonb) returns boolean
language sql immutable as $$
    select exists (
        select from jsonb_array_elements_text(
            case jsonb_typeof(_object->'to') when 'array' then _object->'to'
                when 'string' then jsonb_build_array(_object->'to')
                else '[]' end
            || case jsonb_typeof(_object->'cc') when 'array' then _object->'cc'
                when 'string' then jsonb_build_array(_object->'cc')
                else '[]' end) a
        where a in (core.public(), 'as:Public', 'Public'))
$$;
