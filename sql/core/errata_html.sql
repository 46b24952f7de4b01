-- core.errata_html(site, petition, lang) - what is corrected, above the text
--
-- Answers  '' when nothing is
create function core.errata_html(_site int, _petition int, _lang text)
returns text
language sql stable as $$
    select coalesce(string_agg('<p><strong>' || case _lang
        when 'fr' then 'Erratum du ' || to_char(at at time zone
            'Europe/Paris', 'DD/MM/YYYY') || ' :'
        else 'Erratum, ' || to_char(at at time zone 'Europe/Paris',
            'YYYY-MM-DD') || ':' end || '</strong></p>' || html, ''
        order by n), '')
    from news
    where (site_id, petition, kind) = (_site, _petition, 'erratum')
$$;
