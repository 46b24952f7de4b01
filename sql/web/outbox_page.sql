-- web.outbox_page(site, actor, page) - a hundred acts, oldest first
--
-- A page that is full never changes: whoever follows the list by pulling
-- needs to ask again only for the last.
--
-- Raises   PL404 page.unknown
create function web.outbox_page(_site int, _actor text, _page text)
returns json
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.actor_number(_site, _actor);
    _url text := core.actor_url(_site, _number) || '/outbox';
    _wanted int := core.page_number(_page);
    _items json;
    _more boolean;
begin
    select json_agg(doc::json order by n) filter (where at <= 100),
        count(*) > 100
    into _items, _more
    from (
        select a.n, a.doc, row_number() over (order by a.n) as at
        from (
            select a.n, a.doc from act a join site s on s.id = a.site_id
            where a.site_id = _site and a.n <= s.acts_signed
                and ((_number = 0 and a.reach <> 'group')
                    or (a.actor = _number and a.reach = 'all'))
            order by a.n
            offset (_wanted - 1) * 100 limit 101) a) p;
    if _items is null and _wanted > 1 then
        perform core.refuse(404, 'page.unknown');
    end if;
    return core.collection_page(
        _url, 'OrderedCollection', _wanted, _items, _more);
end $$;
