-- core.petition_listed(site, petitions) - what lists show, in that order
--
-- Answers  [{"id", "title", "lang", "excerpt", "count", "open", "opened_at",
--          "closes_at", "url", "next"}]
create function core.petition_listed(_site int, _petitions int[])
returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', i.id, 'title', v.title, 'lang', v.lang,
            'excerpt', v.excerpt, 'count', n.count,
            'open', p.closes_at > now(),
            'opened_at', core.stamp(p.opened_at),
            'closes_at', core.stamp(p.closes_at),
            'url', '/petitions/' || i.id,
            'next', core.rung_next(i.site_id, i.id, n.count))
            order by asked.nth), '[]')
        from unnest(_petitions) with ordinality asked (item, nth)
        join item i on (i.site_id, i.id) = (_site, asked.item)
        join petition p on (p.site_id, p.item) = (i.site_id, i.id)
        join version v on (v.site_id, v.item, v.n)
            = (i.site_id, i.id, i.version)
        join log l on (l.site_id, l.item) = (i.site_id, i.id)
        cross join lateral (
            select l.signs - l.withdrawn - l.invalidated as count) n
        where p.withdrawn_at is null);
end $$;
