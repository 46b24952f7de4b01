-- core.collection_doc(url, type, total, first) - a collection, without items
create function core.collection_doc(
    _url text, _type text, _total bigint, _first text)
returns jsonb
language sql immutable as $$
    select jsonb_strip_nulls(jsonb_build_object(
        '@context', 'https://www.w3.org/ns/activitystreams',
        'id', _url, 'type', _type, 'totalItems', _total, 'first', _first))
$$;
