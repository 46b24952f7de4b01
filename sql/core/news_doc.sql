-- core.news_doc(site, petition, n) - a piece of news as peers fetch it
--
-- A Note by the petition's actor in reply to the petition: the form in which
-- people on Mastodon see a petition move.
--
-- Answers  null when there is none; an erratum is part of the petition's note
create function core.news_doc(_site int, _petition int, _n int)
returns jsonb
language sql stable as $$
    select jsonb_build_object(
        '@context', core.as_context(),
        'id', u.note || '/news/' || n.n, 'type', 'Note',
        'attributedTo', u.actor, 'inReplyTo', u.note,
        'to', jsonb_build_array(core.public()),
        'cc', jsonb_build_array(u.actor || '/followers', u.commune),
        'audience', u.commune,
        'context', u.note || '/thread',
        'url', u.note,
        'published', core.stamp(n.at),
        'content', n.html,
        'contentMap', jsonb_build_object(v.lang, n.html),
        'interactionPolicy', core.interaction_policy())
    from news n
    join item i on (i.site_id, i.id) = (n.site_id, n.petition)
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    cross join lateral (select
        core.note_url(_site, _petition) as note,
        core.actor_url(_site, _petition) as actor,
        core.actor_url(_site, -1) as commune) u
    where (n.site_id, n.petition, n.n) = (_site, _petition, _n)
        and n.kind <> 'erratum'
$$;
