-- web.intent_get(site, id) - has their server answered?
--
-- Nobody waits longer than ten seconds: then they are told how to do it
-- themselves.
--
-- Answers  {"state": "waiting", "found" or "failed", "kind": "follow", "like"
--          or "reply", "host", "go": where to, or null, "fediverse":
--          core.fediverse_doc, "petition": core.petition_ref or null}
-- Raises   PL404 intent.unknown
create function web.intent_get(_site int, _id bytea) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _doc jsonb;
begin
    select jsonb_build_object(
        'state', case when state = 'waiting'
            and at < now() - interval '10 seconds'
            then 'failed' else state end,
        'kind', kind, kind, true, 'host', host, 'go', url,
        'fediverse', core.fediverse_doc(_site, actor),
        'petition', core.petition_ref(_site, actor)) into _doc
    from intent
    where (site_id, id) = (_site, _id)
        and at > now() - interval '2 minutes';
    if _doc is null then
        perform core.refuse(404, 'intent.unknown');
    end if;
    return _doc;
end $$;
