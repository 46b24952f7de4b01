-- core.answer_html(site, petition, html) - who answers, to what, and the answer
create function core.answer_html(_site int, _petition int, _html text)
returns text
language sql stable as $$
    select '<p>' || case v.lang
        when 'fr' then core.html_escape(s.name)
            || ' répond à la pétition « <a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a> » :</p>'
        else core.html_escape(s.name)
            || ' answers the petition “<a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a>”:</p>' end || _html
    from item i
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    join site s on s.id = i.site_id
    cross join lateral (select core.note_url(_site, _petition) as note) u
    where (i.site_id, i.id) = (_site, _petition)
$$;
