-- core.news_new(site, petition, kind, html) - a petition has news
--
-- Answers  its number
create function core.news_new(
    _site int, _petition int, _kind text, _html text)
returns int
language plpgsql as $$
declare
    _n int;
begin
    -- The petition's row is the lock: two pieces of news get two numbers.
    perform from petition where (site_id, item) = (_site, _petition)
    for no key update;
    insert into news (site_id, petition, n, kind, html)
    select _site, _petition, 1 + coalesce(max(n), 0), _kind, _html
    from news where (site_id, petition) = (_site, _petition)
    returning n into _n;
    perform core.note_create(
        _site, _petition, 'news', core.news_doc(_site, _petition, _n));
    return _n;
end $$;
