-- core.host_bare(host) - host[:port] without the port
create function core.host_bare(_host text) returns text
language sql immutable as $$
    select regexp_replace(_host, ':[0-9]+$', '')
$$;
