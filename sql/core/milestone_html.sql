-- core.milestone_html(site, petition, threshold, effect) - a step is reached
create function core.milestone_html(
    _site int, _petition int, _threshold bigint, _effect text)
returns text
language sql stable as $$
    select '<p>' || case v.lang
        when 'fr' then 'La pétition « <a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a> » a atteint '
            || core.count_text(_threshold, 'fr') || ' signatures. Ce qui suit : '
        else 'The petition “<a href="' || u.note || '">'
            || core.html_escape(v.title) || '</a>” has reached '
            || core.count_text(_threshold, 'en')
            || ' signatures. What follows: ' end
        || core.html_escape(_effect) || '</p>'
    from item i
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    cross join lateral (select core.note_url(_site, _petition) as note) u
    where (i.site_id, i.id) = (_site, _petition)
$$;
