-- courier.fetch_allowed(uuid, url) - may that site fetch this?
--
-- Not from a server that it suspends, whoever led there; nor from a site of
-- this server: what is here is not asked for by itself.
--
-- Answers  true or false
create function courier.fetch_allowed(_uuid text, _url text)
returns boolean
language sql stable security definer set search_path = placet, pg_temp as $$
    select coalesce((
        select core.host_level(id, core.url_host(_url)) <> 'suspend'
        from site where uuid = _uuid::uuid), false)
        and core.url_host(_url) is not null
        and not exists (select from site
            where host = regexp_replace(core.url_host(_url), ':[0-9]+$', '')
            and core.url_host(core.origin(id)) = core.url_host(_url))
$$;
