-- core.note_update: an edit, or a number that moved
begin;
select plan(3);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.note_update(1, 1, 'count', 'placet') \g /dev/null
select is(row (kind, actor, petition, object, reach)::text,
    row ('count', 1, 1, note(), 'placet')::text, 'to whom it is said')
from act;
select is(draft - '{@context,object}'::text[], '{
    "id": "https://a.example/acts/1", "type": "Update",
    "actor": "https://a.example/petitions/1/actor",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/petitions/1/actor/followers",
        "https://a.example/commune"]}', 'an Update by the petition''s actor')
from act;
select is(draft->'object'->'updated', null,
    'that nobody takes for an edit of the text') from act;

select finish();
rollback;
