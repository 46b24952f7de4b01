-- web.inbox_receive(sites, actors, docs, texts) - POST to an inbox
--
-- Activities whose signatures hold, of actors that are known.  `docs` is
-- what was received, `texts` the content of its object without HTML.
--
-- Answers  core.inbox_batch
create function web.inbox_receive(
    _site int[], _actor text[], _doc text[], _text text[])
returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    return core.inbox_batch(_site, _actor, _doc::jsonb[], _text);
end $$;
