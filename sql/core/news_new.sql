-- core.news_new(site, petition, kind, html, body) - a petition has news
--
-- `html` is what other servers show of it, `body` the Markdown that its page
-- shows, or null.  An erratum is part of the petition's note, which is sent
-- again; all else is a note of its own.
--
-- Answers  its number
create function core.news_new(
    _site int, _petition int, _kind text, _html text,
    _body text default null)
returns int
language plpgsql as $$
declare
    _n int;
begin
    -- The petition's row is the lock: two pieces of news get two numbers.
    perform from petition where (site_id, item) = (_site, _petition)
    for no key update;
    insert into news (site_id, petition, n, kind, html, body)
    select _site, _petition, 1 + coalesce(max(n), 0), _kind, _html, _body
    from news where (site_id, petition) = (_site, _petition)
    returning n into _n;
    if _kind = 'erratum' then
        perform core.note_update(_site, _petition, 'update', 'all');
    else
        perform core.note_create(
            _site, _petition, 'news', core.news_doc(_site, _petition, _n));
    end if;
    return _n;
end $$;
