-- core.note_create: created by the petition, announced by the commune
begin;
select plan(3);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.note_create(1, 1, 'create', core.note_doc(1, 1)) \g /dev/null
select is(draft - '{@context,published,object}'::text[], '{
    "id": "https://a.example/acts/1", "type": "Create",
    "actor": "https://a.example/petitions/1/actor",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/petitions/1/actor/followers",
        "https://a.example/commune"]}', 'a Create of the petition''s actor')
from act where n = 1;
select is(draft->'object', core.note_doc(1, 1) - '@context',
    'with the note in it, and one context for both') from act where n = 1;
select is(draft - '{@context,published}'::text[], '{
    "id": "https://a.example/acts/2", "type": "Announce",
    "actor": "https://a.example/commune",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/commune/followers",
        "https://a.example/petitions/1/actor"],
    "object": "https://a.example/petitions/1"}',
    'an Announce of its URL by the commune') from act where n = 2;

select finish();
rollback;
