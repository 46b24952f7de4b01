-- courier.object_gone(site, url) - it is not where it lived: deleted
--
-- Answers  nothing
create function courier.object_gone(_site int, _url text) returns void
language sql security definer set search_path = placet, pg_temp as $$
    select core.inbox_delete(
        _site, remote, jsonb_build_object('object', _url))
    from comment
    where (site_id, object) = (_site, _url) and state <> 'deleted'
$$;
