-- core.host_valid(host) - may a site have this name?
--
-- Letters, digits and inner hyphens between dots, 253 bytes: what a
-- certificate and an @handle can carry.
create function core.host_valid(_host text) returns boolean
language sql immutable as $$
    select coalesce(length(_host) <= 253 and not exists (
        select from regexp_split_to_table(lower(_host), '\.') label
        where label !~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'), false)
$$;
