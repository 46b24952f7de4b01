-- core.ticked(value) - is this box of a form ticked?
create function core.ticked(_value text) returns boolean
language sql immutable as $$
    select coalesce(lower(_value) not in ('', '0', 'no', 'off', 'false'),
        false)
$$;
