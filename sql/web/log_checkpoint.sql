-- web.log_checkpoint(site, petition) - the last signed state of a log
--
-- Answers  {"checkpoint"}
-- Raises   PL404 petition.unknown, also while nothing is signed
create function web.log_checkpoint(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _checkpoint text;
begin
    select checkpoint into _checkpoint from log
    where (site_id, item) = (_site, core.petition_number(_petition));
    if _checkpoint is null then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return jsonb_build_object('checkpoint', _checkpoint);
end $$;
