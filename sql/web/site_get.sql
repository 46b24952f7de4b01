-- web.site_get(site, lang) - who is behind a site: about, legal pages
--
-- Answers  {"site": {"name", "host", "insee", "departement", "population",
--          "publisher", "contact", "hosting", "handle": in the fediverse,
--          null when it takes no part}}
-- Raises   PL404 site.unknown
create function web.site_get(_site int, _lang text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _doc jsonb;
begin
    select jsonb_build_object(
        'name', s.name, 'host', s.host, 'insee', s.insee,
        'departement', d.name, 'population', c.population,
        'publisher', s.publisher, 'contact', s.contact,
        'hosting', s.hosting,
        'handle', core.fediverse_doc(_site, 0)->'handle')
    into _doc
    from site s
    join commune c on c.insee = s.insee
    join departement d on d.code = c.departement
    where s.id = _site;
    if not found then
        perform core.refuse(404, 'site.unknown');
    end if;
    return jsonb_build_object('site', _doc);
end $$;
