-- core.fediverse_doc: handles of the commune and of petitions
begin;
select plan(6);
\ir fixture.psql
set local search_path = placet, pg_temp, public;

select is(core.fediverse_doc(1, -1), '{"handle": "@mairie@a.example",
    "user": "mairie", "host": "a.example",
    "url": "https://a.example/commune", "limited": false}', 'the commune');
select is(core.fediverse_doc(2, 1), '{"handle": "@petition-1@b.example",
    "user": "petition-1", "host": "b.example",
    "url": "https://b.example/petitions/1", "limited": false}',
    'a petition is fetched by its page');

set local placet.scheme = 'http';
set local placet.port = '8080';
select is(core.fediverse_doc(1, 0), '{"handle": "@placet@a.example:8080",
    "user": "placet", "host": "a.example:8080",
    "url": "http://a.example:8080/actor", "limited": false}',
    'on a port of its own');

update placet.site set social = 'allow' where id = 1;
select is(core.fediverse_doc(1, 0)->'limited', 'true',
    'a site with a list of servers says so');
update placet.site set social = 'off' where id = 1;
select is(core.fediverse_doc(1, 0), null, 'one without others says nothing');
select is(core.fediverse_doc(9, 0), null, 'nor does one that is not there');

select finish();
rollback;
