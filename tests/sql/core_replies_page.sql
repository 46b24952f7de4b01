-- core.replies_page: forty URLs of what is shown
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select is(core.replies_page(1, 1, 1)::jsonb, '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/petitions/1/replies/page/1",
    "type": "CollectionPage",
    "partOf": "https://a.example/petitions/1/replies", "items": []}',
    'an empty page');
select reply(zoe(), n, note(), 'x') from generate_series(1, 83) n \g /dev/null
update comment set state = case when object ~ '/notes/8[123]$' then
    (array['pending', 'hidden', 'deleted'])[right(object, 1)::int]
    else 'shown' end;
select is(json_array_length(core.replies_page(1, 1, n)->'items'), want,
    'page ' || n) from (values (1, 40), (2, 40), (3, 0)) t (n, want);
select is(core.replies_page(1, 1, n)->>'next',
    'https://a.example/petitions/1/replies/page/' || want,
    'after page ' || n) from (values (1, '2'), (2, null)) t (n, want);
select is(core.replies_page(1, 1, 2)->'items'->>0, zoe() || '/notes/41',
    'in the order in which they came');
select is(json_array_length(core.replies_page(2, 1, 1)->'items'), 0,
    'nothing of it on the other site');

select finish();
rollback;
