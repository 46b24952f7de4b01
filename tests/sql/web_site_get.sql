-- web.site_get: who is behind a site
begin;
select plan(2);
\ir fixture.psql
set local role placet_web;

select is(web.site_get(1, 'fr') #- '{site,population}', '{"site": {
    "name": "Ville A", "host": "a.example", "insee": "35238",
    "departement": "Ille-et-Vilaine", "publisher": "Mairie de A",
    "contact": "mairie@a.example", "hosting": "Syndicat"}}',
    'the legal pages get what they need');
select throws_ok($$ select web.site_get(7, 'fr') $$, 'PL404',
    'site.unknown', 'a site that is not there is refused');

select finish();
rollback;
