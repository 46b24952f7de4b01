-- core.note_doc(site, petition) - a petition as peers fetch it
--
-- A Note without name and summary, so that Mastodon shows all of it; what
-- only Placet reads is the embedded "petition".
--
-- Answers  null when there is no such petition
create function core.note_doc(_site int, _petition int) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        '@context', core.as_context(),
        'id', u.note, 'type', 'Note', 'attributedTo', u.actor,
        'to', jsonb_build_array(core.public()),
        'cc', jsonb_build_array(u.actor || '/followers', u.commune),
        'audience', u.commune,
        'context', u.note || '/thread',
        'url', u.note,
        'published', core.stamp(p.opened_at),
        'content', h.html,
        'contentMap', jsonb_build_object(v.lang, h.html),
        'tag', jsonb_build_array(jsonb_build_object('type', 'Hashtag',
            'name', '#petition', 'href', u.origin || '/petitions')),
        'replies', u.note || '/replies',
        'likes', jsonb_build_object('type', 'Collection', 'totalItems',
            (select count(*) from (select from support s
                where (s.site_id, s.petition, s.kind)
                    = (_site, _petition, 'like') group by remote) s)),
        'shares', jsonb_build_object('type', 'Collection', 'totalItems',
            (select count(*) from (select from support s
                where (s.site_id, s.petition, s.kind)
                    = (_site, _petition, 'share') group by remote) s)),
        'interactionPolicy', core.interaction_policy(),
        'petition', jsonb_strip_nulls(jsonb_build_object(
            'type', 'Petition', 'title', v.title,
            'petitionState', case when p.closes_at > now() then 'open'
                else 'closed' end,
            'signatureCount', l.signs - l.withdrawn - l.invalidated,
            'countedAt', core.stamp(coalesce(l.signed_at, p.opened_at)),
            'threshold', (select min(threshold) from rung r
                where (r.site_id, r.petition) = (_site, _petition)
                and r.reached_at is null),
            'opensAt', core.stamp(p.opened_at),
            'closesAt', core.stamp(p.closes_at),
            'territory', 'INSEE:' || i.place,
            'signatures', u.note || '/signatures')))
        || case when v.n > 1 or e.at is not null then jsonb_build_object(
            'updated', core.stamp(greatest(e.at, case when v.n > 1
                then v.created_at end))) else '{}' end
    from petition p
    join item i on (i.site_id, i.id) = (p.site_id, p.item)
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    join log l on (l.site_id, l.item) = (i.site_id, i.id)
    cross join lateral (select core.origin(_site) as origin,
        core.note_url(_site, _petition) as note,
        core.actor_url(_site, _petition) as actor,
        core.actor_url(_site, -1) as commune) u
    cross join lateral (select max(at) as at from news
        where (site_id, petition, kind) = (_site, _petition, 'erratum')) e
    cross join lateral (select '<p><strong>' || core.html_escape(v.title)
        || '</strong></p>' || case when e.at is not null
            then core.errata_html(_site, _petition, v.lang) else '' end
        || coalesce(v.html, core.html_plain(v.body))
        || '<p><a href="' || u.note || '">' || case v.lang
            when 'fr' then 'Signer cette pétition'
            else 'Sign this petition' end || '</a> '
        || '<a class="hashtag" rel="tag" href="' || u.origin
        || '/petitions">#petition</a></p>' as html) h
    where (p.site_id, p.item) = (_site, _petition)
$$;
