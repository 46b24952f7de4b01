-- web.note_get(site, segment) - GET /petitions/{} for peers
--
-- Answers  core.note_doc
-- Raises   PL404 petition.unknown
create function web.note_get(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _note jsonb := core.note_doc(_site, core.petition_number(_petition));
begin
    if _note is null then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return _note;
end $$;
