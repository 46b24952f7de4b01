-- web.actor_get: an actor by its number in the path
begin;
select plan(9);
\ir fixture.psql
set local role placet_web;
select throws_ok($$ select web.actor_get(1, '0') $$, 'PL503', 'busy',
    'not before its keys are made');
reset role;
\ir federation.psql
set local role placet_web;
select is(web.actor_get(site, actor)->>'id', id, id)
from (values (1, '0', 'https://a.example/actor'),
    (1, '-1', 'https://a.example/commune'),
    (1, '2', 'https://a.example/petitions/2/actor'),
    (2, '1', 'https://b.example/petitions/1/actor')) t (site, actor, id);
select throws_ok(format('select web.actor_get(2, %L)', actor), 'PL404',
    'petition.unknown', actor) from unnest('{2,x,-2,""}'::text[]) actor;

select finish();
rollback;
