-- core.list_doc(petitions, page, total, path) - a page of a list
--
-- `path` gets the number of the page at its end.  Twenty a page.
--
-- Answers  {"petitions", "page_number", "next", "previous", "total"}
create function core.list_doc(
    _petitions jsonb, _page int, _total bigint, _path text)
returns jsonb
language sql immutable as $$
    select jsonb_build_object(
        'petitions', _petitions,
        'page_number', _page,
        'next', case when _total > 20 * _page
            then _path || (_page + 1) end,
        'previous', case when _page > 1
            then _path || (_page - 1) end,
        'total', _total)
$$;
