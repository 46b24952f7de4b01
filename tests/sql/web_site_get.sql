-- web.site_get: who is behind a site
begin;
select plan(3);
\ir fixture.psql
set local role placet_web;

select is(web.site_get(1, 'fr') #- '{site,population}', '{"site": {
    "name": "Ville A", "host": "a.example", "insee": "35238",
    "departement": "Ille-et-Vilaine", "publisher": "Mairie de A",
    "contact": "mairie@a.example", "hosting": "Syndicat",
    "handle": "@placet@a.example"}}',
    'the legal pages get what they need');
select throws_ok($$ select web.site_get(7, 'fr') $$, 'PL404',
    'site.unknown', 'a site that is not there is refused');

reset role;
update placet.site set social = 'off' where id = 1;
set local role placet_web;
select is(web.site_get(1, 'fr') #> '{site,handle}', 'null',
    'a site that takes no part in the fediverse has no handle');

select finish();
rollback;
