-- web.petition_search(site, form) - GET /search?q=...
--
-- Words as the reader types them ("..." a phrase, -word without it), folded
-- and stemmed like the texts; titles weigh more.  A common word has
-- hundreds of thousands of hits and ranking reads every one of them: so only
-- the first thousand found are ranked, and "total" stops there too.  What was
-- taken back is neither shown nor counted: that would tell which words it had.
--
-- The words decide which index is right, hence a plan of its own each time;
-- that there is nothing but stop words is no news for the server's log.
--
-- Answers  core.list_doc and "q"; without words the newest petitions
-- Raises   PL404 page.unknown
create function web.petition_search(_site int, _form jsonb) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
set plan_cache_mode = force_custom_plan set client_min_messages = warning
as $$
declare
    _q text := btrim(left(_form->>'q', 200));
    _n int := core.page_number(_form->>'page');
    _words tsquery := websearch_to_tsquery('french_plain', singular(_q));
    _here tsquery := format('''@%s''', _site)::tsquery;
    _hits int[];
begin
    if coalesce(_q, '') = '' then
        return web.petition_list(_site, _n::text) || '{"q": ""}';
    end if;
    select coalesce(array_agg(item order by rank desc, item desc), '{}')
    into _hits
    from (
        select item, ts_rank(search, _words) as rank
        from (
            select item, search from version
            where site_id = _site and search @@ (_here && _words)
                and numnode(_words) > 0
            limit 1000) found
        where exists (select from petition p
            where (p.site_id, p.item) = (_site, found.item)
                and p.withdrawn_at is null)) ranked;
    if _n > 1 and cardinality(_hits) <= 20 * (_n - 1) then
        perform core.refuse(404, 'page.unknown');
    end if;
    return core.list_doc(
        core.petition_listed(_site, _hits[20 * _n - 19:20 * _n]),
        _n, cardinality(_hits),
        '/search?q=' || core.url_encode(_q) || '&page=')
        || jsonb_build_object('q', _q);
end $$;
