-- core.actor_at: exactly our actors' URLs, nothing folded or added
begin;
select plan(25);
\ir fixture.psql
set local search_path = placet, pg_temp, public;

select is(core.actor_at(1, 'https://a.example' || path), actor,
    coalesce(path, '(null)'))
from (values ('/actor', 0), ('/commune', -1), ('/petitions/1/actor', 1),
    ('/petitions/3/actor', 3), ('/petitions/9/actor', null),
    ('/petitions/1', null), ('/petitions/01/actor', null),
    ('/petitions/1/actor/', null), ('/petitions/1/actor#main-key', null),
    ('/petitions/1/actor?x', null), ('/Actor', null), ('', null), ('/', null),
    ('/petitions/99999999999999999999/actor', null),
    ('/petitions/-1/actor', null)) t (path, actor);
select is(core.actor_at(1, url), null, coalesce(url, 'nothing'))
from unnest(array['https://b.example/actor', 'http://a.example/actor',
    'https://a.example:443/actor', 'https://A.example/actor',
    'https://a.example@evil.example/actor', 'a.example/actor', '', null]) url;
select is(core.actor_at(2, 'https://b.example/petitions/1/actor'), 1,
    'each site has its own');
select is(core.actor_at(2, 'https://b.example/petitions/2/actor'), null,
    'a petition of the other site is none');

select finish();
rollback;
