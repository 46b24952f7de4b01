-- core.actor_url: where our actors are
begin;
select plan(8);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.actor_url(1, actor), 'https://a.example' || path, path)
from (values (0, '/actor'), (-1, '/commune'), (7, '/petitions/7/actor'))
    t (actor, path);
select is(core.actor_url(2, 0), 'https://b.example/actor', 'each site''s own');
select is(core.actor_at(1, core.actor_url(1, actor)), actor,
    'and it is found again') from unnest('{0,-1,1,2}'::int[]) actor;

select finish();
rollback;
