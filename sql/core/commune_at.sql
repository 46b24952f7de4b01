-- core.commune_at(url) - the site of this server whose commune that actor is
--
-- Null if it is nobody's here.
create function core.commune_at(_url text) returns int
language sql stable as $$
    select id from site
    where host = regexp_replace(core.url_host(_url), ':[0-9]+$', '')
        and core.actor_url(id, -1) = _url
$$;
