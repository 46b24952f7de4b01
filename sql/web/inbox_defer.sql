-- web.inbox_defer(site, key, request, body) - keep it until its key is known
--
-- What a stranger deletes or changes cannot be anything of ours: not kept.
-- A host may have 64 waiting, all together 4,096.
--
-- Answers  {"status": 202}
-- Raises   PL429 rate.exceeded, PL503 busy
create function web.inbox_defer(
    _site int, _key text, _request text, _body text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _host text := core.url_host(regexp_replace(_key, '#.*$', ''));
begin
    if _body::jsonb->>'type' in ('Delete', 'Update') then
        return '{"status": 202}';
    end if;
    if (select count(*) from (select from deferred where host = _host
        limit 64) d) = 64 then
        perform core.refuse(429, 'rate.exceeded');
    elsif (select count(*) from (select from deferred limit 4096) d) = 4096
    then
        perform core.refuse(503, 'busy');
    end if;
    insert into deferred (site_id, host, key, request, body)
    values (_site, _host, _key, _request::jsonb, _body);
    return '{"status": 202}';
end $$;
