-- web.intent_get: what whoever waits is shown
begin;
select plan(8);
\ir fixture.psql
insert into placet.intent (site_id, id, kind, actor, host, account, state, url,
    at)
values
    (1, b32(1), 'like', 1, 'm.example', 'zoe', 'waiting', null, now()),
    (1, b32(2), 'like', 1, 'm.example', 'zoe', 'waiting', null,
        now() - interval '11 seconds'),
    (1, b32(3), 'follow', -1, 'm.example', null, 'found',
        'https://m.example/', now() - interval '20 seconds'),
    (1, b32(4), 'follow', -1, 'm.example', null, 'found', 'u',
        now() - interval '2 minutes');
set local role placet_web;
select is(web.intent_get(1, b32(1)) - 'fediverse', '{"state": "waiting",
    "kind": "like", "like": true, "host": "m.example", "go": null,
    "petition": {"id": 1, "title": "Des pistes cyclables", "lang": "fr",
    "url": "/petitions/1"}}', 'not yet');
select is(web.intent_get(1, b32(1))->'fediverse'->>'url',
    'https://a.example/petitions/1', 'what to look for by hand');
select is(web.intent_get(1, b32(2))->>'state', 'failed',
    'ten seconds are enough');
select is(web.intent_get(1, b32(3)) - 'fediverse', '{"state": "found",
    "kind": "follow", "follow": true, "host": "m.example",
    "go": "https://m.example/", "petition": null}', 'the way');
select throws_ok($$ select web.intent_get(1, b32(4)) $$, 'PL404',
    'intent.unknown', 'for two minutes');
select throws_ok($$ select web.intent_get(1, b32(9)) $$, 'PL404',
    'intent.unknown', 'a token that is none');
select throws_ok($$ select web.intent_get(2, b32(3)) $$, 'PL404',
    'intent.unknown', 'or another site''s');
select is(web.intent_get(1, b32(1))::text like '%zoe%', false,
    'the name is for the courier only');
select finish();
rollback;
