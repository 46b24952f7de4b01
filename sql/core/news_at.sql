-- core.news_at(site, url) - the petition whose note or news this URL is
--
-- Only what there is, and what we said ourselves; null for all else.
create function core.news_at(_site int, _url text) returns int
language sql stable as $$
    select p.item from petition p
    where p.site_id = _site
        and starts_with(_url, core.origin(_site) || '/')
        and p.item = core.petition_at(_site, _url)
        and (_url = core.note_url(_site, p.item) or exists (
            select from news n
            where (n.site_id, n.petition) = (_site, p.item)
                and n.kind <> 'erratum'
                and _url = core.note_url(_site, p.item) || '/news/' || n.n))
$$;
