-- core.actor_valid(url) - may this be the URL of an actor elsewhere?
--
-- By its form only: absolute, without fragment, of printable ASCII.
create function core.actor_valid(_url text) returns boolean
language sql immutable as $$
    select core.url_host(_url) is not null and octet_length(_url) <= 2048
        and _url ~ '^https?://[^/]+/[!-~]*$' and _url !~ '#'
$$;
