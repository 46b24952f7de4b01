-- web.inbox_receive(sites, actors, objects, ...) - POST to an inbox
--
-- Activities whose signatures hold, of actors that are known: the parts of
-- a note that is created, or `doc`, which is what was received.
--
-- Answers  core.inbox_batch
create function web.inbox_receive(
    _site int[], _actor text[], _object text[], _reply_to text[],
    _url text[], _lang text[], _published bigint[], _text text[],
    _doc text[])
returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    return core.inbox_batch(_site, _actor, _object, _reply_to, _url, _lang,
        _published, _text, _doc);
end $$;
