-- web.inbox_receive(sites, actors, docs, texts) - POST to an inbox
--
-- Activities whose signatures hold, of actors that are known.  `docs` is
-- what was received, `texts` the content of its object without HTML.
--
-- Answers  an array, one element a row in their order: core.inbox_apply
create function web.inbox_receive(
    _site int[], _actor text[], _doc text[], _text text[])
returns json
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _told json[] := '{}';
begin
    for _i in 1 .. cardinality(_site) loop
        _told := _told || core.inbox_apply(_site[_i], _actor[_i],
            _doc[_i]::jsonb, _text[_i])::json;
    end loop;
    return array_to_json(_told);
end $$;
