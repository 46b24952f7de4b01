-- web.note_get(site, segment) - GET /petitions/{} for peers
--
-- Answers  core.note_doc, or a Tombstone for one that was taken back
-- Raises   PL404 petition.unknown
create function web.note_get(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _note jsonb := core.note_doc(_site, core.petition_number(_petition));
begin
    if exists (select from petition where withdrawn_at is not null
        and (site_id, item) = (_site, core.petition_number(_petition))) then
        return core.tombstone_doc(_site, core.petition_number(_petition));
    elsif _note is null then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return _note;
end $$;
