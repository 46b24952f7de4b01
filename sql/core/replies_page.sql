-- core.replies_page(site, petition, page) - the URLs of forty replies shown
create function core.replies_page(_site int, _petition int, _page int)
returns json
language plpgsql stable as $$
declare
    _items json;
    _more boolean;
begin
    select json_agg(object order by at) filter (where at <= 40),
        count(*) > 40
    into _items, _more
    from (
        select object, row_number() over (order by id) as at
        from (
            select id, object from comment
            where (site_id, petition, state) = (_site, _petition, 'shown')
            order by id offset (_page - 1) * 40 limit 41) c) p;
    return core.collection_page(core.note_url(_site, _petition)
        || '/replies', 'Collection', _page, _items, _more);
end $$;
