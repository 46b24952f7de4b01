-- core.is_public: addressed to everybody, in any of its spellings
begin;
select plan(10);
set local search_path = placet, pg_temp, public;
select is(core.is_public(o), want, o::text) from (values
    ('{"to": "https://www.w3.org/ns/activitystreams#Public"}'::jsonb, true),
    ('{"to": ["https://x/f"], "cc": ["as:Public"]}', true),
    ('{"cc": "Public"}', true),
    ('{"to": ["https://x/followers"], "cc": []}', false),
    ('{"to": {"id": "as:Public"}}', false), ('{"to": null}', false),
    ('{"bto": "as:Public"}', false), ('{}', false),
    ('{"to": [["as:Public"]]}', false), ('{"to": [7, null]}', false))
    t (o, want);

select finish();
rollback;
