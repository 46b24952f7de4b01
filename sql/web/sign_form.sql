-- web.sign_form(site, petition, lang) - what the form of a signature shows
--
-- Answers  core.petition_doc
-- Raises   PL404 petition.unknown
--          PL409 petition.closed
create function web.sign_form(_site int, _petition text, _lang text)
returns json
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    perform core.petition_open(_site, _petition);
    return core.petition_doc(_site, _petition);
end $$;
