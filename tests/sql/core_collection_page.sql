-- core.collection_page: a page, and its neighbours
begin;
select plan(2);
set local search_path = placet, pg_temp, public;
select is(core.collection_page('https://x/c', 'OrderedCollection', 2, '[1]',
    true)::jsonb, '{"@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://x/c/page/2", "type": "OrderedCollectionPage",
    "partOf": "https://x/c", "prev": "https://x/c/page/1",
    "next": "https://x/c/page/3", "orderedItems": [1]}', 'in the middle');
select is(core.collection_page('https://x/c', 'Collection', 1, null,
    false)::jsonb, '{"@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://x/c/page/1", "type": "CollectionPage",
    "partOf": "https://x/c", "items": []}', 'alone and empty');

select finish();
rollback;
