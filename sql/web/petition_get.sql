-- web.petition_get(site, petition, lang) - a petition, text and all
--
-- Answers  core.petition_doc
-- Raises   PL404 petition.unknown
create function web.petition_get(_site int, _petition text, _lang text)
returns json
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    return core.petition_doc(_site, _petition);
end $$;
