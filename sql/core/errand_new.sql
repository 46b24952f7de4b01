-- core.errand_new(site, kind, url, petition, depth) - fetch something, once
--
-- For the thread of a petition, or null; `depth` is how many of those that it
-- replies to may be fetched after it.  A host has at most 256 of them: what is
-- more is forgotten.
create function core.errand_new(_site int, _kind text, _url text,
    _petition int default null, _depth int default 0)
returns void
language sql as $$
    insert into errand (site_id, kind, host, url, petition, depth)
    select _site, _kind, core.url_host(_url), _url, _petition, _depth
    where core.url_host(_url) is not null and octet_length(_url) <= 2048
        and not exists (
            select from fetch_failed where url = core.url_bare(_url)
                and until > now())
        and (select count(*) from (select from errand
            where host = core.url_host(_url) limit 256) e) < 256
    on conflict do nothing
$$;
