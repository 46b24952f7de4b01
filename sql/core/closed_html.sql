-- core.closed_html(site, petition) - a petition is over: its last count
create function core.closed_html(_site int, _petition int) returns text
language sql stable as $$
    select '<p>' || case v.lang
        when 'fr' then 'La pétition « <a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a> » est close. Elle a réuni '
            || core.count_text(n.count, 'fr')
            || case when n.count < 2 then ' signature.' else ' signatures.' end
        else 'The petition “<a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a>” is closed with '
            || core.count_text(n.count, 'en')
            || case when n.count = 1 then ' signature.'
                else ' signatures.' end end || '</p>'
    from item i
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    join log l on (l.site_id, l.item) = (i.site_id, i.id)
    cross join lateral (select
        l.signs - l.withdrawn - l.invalidated as count) n
    cross join lateral (select core.note_url(_site, _petition) as note) u
    where (i.site_id, i.id) = (_site, _petition)
$$;
