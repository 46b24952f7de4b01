-- web.moderators_get: the site moderates the commune's group
begin;
select plan(1);
\ir fixture.psql
set local role placet_web;
select is(web.moderators_get(1), '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/commune/moderators",
    "type": "OrderedCollection", "totalItems": 1,
    "orderedItems": ["https://a.example/actor"]}', 'alone');

select finish();
rollback;
