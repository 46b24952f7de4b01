-- core.authority(site) - host[:port]: what comes after the @ of a handle
create function core.authority(_site int) returns text
language sql stable as $$
    select regexp_replace(core.origin(_site), '^[a-z]+://', '')
$$;
