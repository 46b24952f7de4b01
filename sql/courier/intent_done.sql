-- courier.intent_done(site, id, templates, keep) - what a server said
--
-- templates: {"follow", "like", "reply", "object", "subscribe"}, each a URL
-- with places to fill in, as many of them as there are; null when it did not
-- answer.  If that holds for all of the server's people (keep), it is kept
-- for a week, that it did not answer for ten minutes, of 4,096 servers; and
-- everybody who waits for this server is served.  The account is forgotten.
--
-- Answers  nothing
create function courier.intent_done(
    _site int, _id text, _templates text, _keep boolean)
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _them jsonb := _templates::jsonb;
    _host text := (select host from intent
        where (site_id, id) = (_site, decode(_id, 'hex')));
begin
    if _host is null then
        return;
    end if;
    update intent
    set url = core.intent_url(site_id, actor, kind, _them),
        state = case when core.intent_url(site_id, actor, kind, _them)
            is null then 'failed' else 'found' end,
        account = null, leased_until = null
    where state = 'waiting' and host = _host
        and (_keep or (site_id, id) = (_site, decode(_id, 'hex')));
    if not _keep then
        return;
    end if;
    insert into intent_host (host, templates, until)
    values (_host, _them, now() + case when _them is null
        then interval '10 minutes' else interval '7 days' end)
    on conflict (host) do update
    set templates = excluded.templates, until = excluded.until;
    delete from intent_host where host = any (array(
        select host from intent_host order by until desc offset 4096));
end $$;
