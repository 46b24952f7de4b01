-- web.petition_get: a petition as its page shows it
begin;
select plan(14);
\ir fixture.psql
set local role placet_web;

select is((web.petition_get(1, '1', 'fr')::jsonb->'petition')
    - '{opened_at,closes_at,rungs,log}'::text[], jsonb_build_object(
    'id', 1, 'title', 'Des pistes cyclables', 'lang', 'fr',
    'body', E'# Pourquoi\n\nLe vélo sauve.', 'author', 'Une habitante',
    'addressee', 'Le conseil municipal', 'state', 'open', 'open', true,
    'closed_at', null, 'count', 0, 'url', '/petitions/1',
    'answers', '[]'::jsonb, 'errata', '[]'::jsonb,
    'place', '{"insee": "35238", "name": "Rennes",
        "departement": "Ille-et-Vilaine"}'::jsonb,
    'next', '{"threshold": 2, "effect": "Une réponse écrite",
        "percent": 0, "missing": 2}'::jsonb,
    'hash', encode(sha256('one'), 'hex')), 'it has all its parts');
select matches(web.petition_get(1, '1', 'fr')::jsonb->'petition'->>'closes_at',
    '^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$', 'times are ISO 8601 in UTC');
select is(web.petition_get(1, '1', 'fr')::jsonb->'petition'->'log',
    '{"origin": "a.example/p/1", "size": 0, "vkey": null,
    "signed_at": null}', 'a log without a key yet says so');
select is(web.petition_get(1, '2', 'fr')::jsonb->'petition'->>'state', 'closed',
    'a closed one is closed');
select is(web.petition_get(1, '3', 'fr')::jsonb->'petition'->>'open', 'false',
    'so is one whose time is over, before anybody noticed');
select is(web.petition_get(1, '2', 'fr')::jsonb->'petition'->'rungs', '[]',
    'without steps there are none');
select is(web.petition_get(1, '2', 'fr')::jsonb->'petition'->'next', 'null',
    'and no next one');
select is(web.petition_get(2, '1', 'fr')::jsonb->'petition'->>'title',
    'Sauvons le phare', 'the same number on another site is another one');

select throws_ok(format('select web.petition_get(1, %L, %L)', id, 'fr'),
    'PL404', 'petition.unknown', format('%L is no petition', id))
from unnest('{4,0,-1,x,12345678901}'::text[]) id;

reset role;
update placet.log set signs = 150, invalidated = 1, size = 200,
    signed_size = 180 where (site_id, item) = (1, 1);
update placet.rung set reached_at = now()
where (site_id, petition, n) = (1, 1, 1);
set local role placet_web;
select is(jsonb_path_query_array(web.petition_get(1, '1', 'fr')::jsonb,
    '$.petition.rungs[*].reached')
    || (web.petition_get(1, '1', 'fr')::jsonb->'petition'->'next')
    || (web.petition_get(1, '1', 'fr')::jsonb->'petition'->'count'),
    '[true, true, null, 149]', 'the count follows the log');

select finish();
rollback;
