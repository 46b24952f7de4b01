-- web.follow_get: the handle of the commune, or of a petition
begin;
select plan(8);
\ir fixture.psql
set local role placet_web;

select is(web.follow_get(1, null, 'fr'), '{"petition": null, "fediverse": {
    "handle": "@mairie@a.example", "user": "mairie", "host": "a.example",
    "url": "https://a.example/commune",
    "limited": false}}', 'the commune');
select is(web.follow_get(1, '1', 'fr'), '{"fediverse": {
    "handle": "@petition-1@a.example", "user": "petition-1",
    "host": "a.example", "limited": false,
    "url": "https://a.example/petitions/1"}, "petition": {"id": 1,
    "title": "Des pistes cyclables", "lang": "fr", "url": "/petitions/1"}}',
    'a petition');
select throws_ok($$ select web.follow_get(1, '4', 'fr') $$, 'PL404',
    'petition.unknown', 'one that is not there');
select throws_ok($$ select web.follow_get(1, 'x', 'fr') $$, 'PL404',
    'petition.unknown', 'one that is none');
select throws_ok($$ select web.follow_get(1, '0', 'fr') $$, 'PL404',
    'page.unknown', 'the actor of the site is not for citizens');

select throws_ok($$ select web.follow_get(1, '-1', 'fr') $$, 'PL404',
    'page.unknown', 'the commune has another address');

reset role;
update placet.site set social = 'off' where id = 1;
set local role placet_web;
select throws_ok($$ select web.follow_get(1, null, 'fr') $$, 'PL404',
    'page.unknown', 'there is nothing to follow without other servers');
reset role;
update placet.site set social = 'open';
update placet.petition set withdrawn_at = now() where (site_id, item) = (1, 1);
set local role placet_web;
select throws_ok($$ select web.follow_get(1, '1', 'fr') $$, 'PL410',
    'petition.withdrawn', 'gone with its petition');

select finish();
rollback;
