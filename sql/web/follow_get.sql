-- web.follow_get(site, petition, lang) - how to follow from the fediverse
--
-- Null is the commune, anything else a petition.
--
-- Answers  {"fediverse": core.fediverse_doc, "petition": core.petition_ref
--          or null}
-- Raises   PL410 petition.withdrawn, PL404 petition.unknown; page.unknown when
--          the site has nothing to do with other servers
create function web.follow_get(_site int, _petition text, _lang text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _number int := core.actor_number(_site, coalesce(_petition, '-1'));
    _fediverse jsonb := core.fediverse_doc(_site, _number);
begin
    if _fediverse is null or (_petition is not null and _number < 1) then
        perform core.refuse(404, 'page.unknown');
    elsif exists (select from petition where withdrawn_at is not null
        and (site_id, item) = (_site, _number)) then
        perform core.refuse(410, 'petition.withdrawn');
    end if;
    return jsonb_build_object('fediverse', _fediverse,
        'petition', core.petition_ref(_site, _number));
end $$;
