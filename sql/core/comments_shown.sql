-- core.comments_shown(site, petition, page, length) - comments as pages
-- show them, newest first
--
-- Twenty a page; a longer text ends with "…" after `length` characters.  A
-- link leads to the server of its author or, if it names another, to the id.
-- What is no name of a language is left out: readers would speak nonsense.
--
-- Answers  [{"id", "author", "handle": "@user@host", "profile", "host",
--          "url", "text", "lang", "published_at"}]
create function core.comments_shown(
    _site int, _petition int, _page int, _length int)
returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id,
            'author', coalesce(nullif(btrim(r.name), ''), r.username),
            'handle', '@' || r.username || '@' || r.host,
            'profile', case when core.url_host(r.url) = r.host
                then r.url else r.id end,
            'host', c.host,
            'url', case when core.url_host(c.url) = c.host
                then c.url else c.object end,
            'text', case when length(c.text) > _length
                then left(c.text, _length - 1) || '…' else c.text end,
            'lang', substring(c.lang
                from '^[a-z]{2,3}(?:-[A-Za-z0-9]{2,8})*$'),
            'published_at', core.stamp(c.published_at))
            order by c.id desc), '[]')
        from (
            select * from comment
            where (site_id, petition, state) = (_site, _petition, 'shown')
            order by id desc limit 20 offset 20 * (_page - 1)) c
        join remote r on r.id = c.remote);
end $$;
