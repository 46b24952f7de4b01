-- core.is_public(object) - is it addressed to everybody?
create function core.is_public(_object jsonb) returns boolean
language sql immutable as $$
    select coalesce((jsonb_typeof(_object->'to') <> 'object'
            and _object->'to' ?| array[core.public(), 'as:Public', 'Public'])
        or (jsonb_typeof(_object->'cc') <> 'object'
            and _object->'cc' ?| array[core.public(), 'as:Public', 'Public']),
        false)
$$;
