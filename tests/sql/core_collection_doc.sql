-- core.collection_doc: a collection without its items
begin;
select plan(2);
set local search_path = placet, pg_temp, public;
select is(core.collection_doc('https://x/c', 'Collection', 3, 'https://x/c/1'),
    '{"@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://x/c", "type": "Collection", "totalItems": 3,
    "first": "https://x/c/1"}', 'with a first page');
select is(core.collection_doc('https://x/c', 'OrderedCollection', 0, null),
    '{"@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://x/c", "type": "OrderedCollection", "totalItems": 0}',
    'without');

select finish();
rollback;
