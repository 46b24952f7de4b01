-- core.collection_page(url, type, page, items, more) - a page of one
--
-- Pages are numbered in the path: a query would be signed differently by
-- different servers (research/federation 1.3).
create function core.collection_page(
    _url text, _type text, _page int, _items json, _more boolean)
returns json
language sql immutable as $$
    select json_strip_nulls(json_build_object(
        '@context', 'https://www.w3.org/ns/activitystreams',
        'id', _url || '/page/' || _page, 'type', _type || 'Page',
        'partOf', _url,
        'prev', case when _page > 1 then _url || '/page/' || _page - 1 end,
        'next', case when _more then _url || '/page/' || _page + 1 end,
        case when _type = 'Collection' then 'items' else 'orderedItems' end,
        coalesce(_items, '[]')))
$$;
