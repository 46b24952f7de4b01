-- web.inbox_defer(site, key, request, body, sender) - until its key is known
--
-- What one deletes or changes who is unknown here cannot be anything of ours:
-- not kept.  `sender` (hex) stands for the network it came from, whatever the
-- message says: that may have 64 waiting, of 4 MiB, all together 4,096, of
-- 64 MiB.
--
-- Answers  {"status": 202}
-- Raises   PL429 rate.exceeded, PL503 busy
create function web.inbox_defer(
    _site int, _key text, _request text, _body text, _sender text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _from bytea := decode(_sender, 'hex');
    _doc jsonb := _body::jsonb;
    _bytes int := octet_length(_body) + octet_length(_request);
    _n bigint;
    _sum bigint;
begin
    if _doc->>'type' in ('Delete', 'Update') and not exists (
        select from remote where id = core.id_of(_doc->'actor')) then
        return '{"status": 202}';
    end if;
    select count(*), coalesce(sum(bytes), 0) into _n, _sum
    from (select bytes from deferred where sender = _from limit 64) d;
    if _n = 64 or (_n > 0 and _sum + _bytes > 4 << 20) then
        perform core.refuse(429, 'rate.exceeded');
    end if;
    select count(*), coalesce(sum(bytes), 0) into _n, _sum
    from (select bytes from deferred limit 4096) d;
    if _n = 4096 or _sum + _bytes > 64 << 20 then
        perform core.refuse(503, 'busy');
    end if;
    insert into deferred (site_id, host, key, request, body, sender, bytes)
    values (_site, core.url_host(regexp_replace(_key, '#.*$', '')), _key,
        _request::jsonb, _body, _from, _bytes);
    return '{"status": 202}';
end $$;
