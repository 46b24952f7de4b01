-- core.errand_new(site, kind, url) - have the courier fetch something, once
create function core.errand_new(_site int, _kind text, _url text)
returns void
language sql as $$
    insert into errand (site_id, kind, host, url)
    select _site, _kind, core.url_host(_url), _url
    where core.url_host(_url) is not null and not exists (
        select from fetch_failed where url = _url and until > now())
    on conflict do nothing
$$;
