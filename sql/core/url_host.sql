-- core.url_host(url) - host[:port] of an absolute URL, null if it is none
create function core.url_host(_url text) returns text
language sql immutable as $$
    select lower(substring(_url from '^https?://([A-Za-z0-9.:-]+)(?:/|$)'))
$$;
