-- web.following_get: our actors follow nobody
begin;
select plan(2);
\ir fixture.psql
set local role placet_web;
select is(web.following_get(1, '0'), '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/actor/following",
    "type": "OrderedCollection", "totalItems": 0, "orderedItems": []}',
    'and say so');
select throws_ok($$ select web.following_get(2, '3') $$, 'PL404',
    'petition.unknown', 'none of what is not');

select finish();
rollback;
