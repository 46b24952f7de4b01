-- core.actor_valid: what may be the URL of an actor
begin;
select plan(10);
set local search_path = placet, pg_temp, public;
select ok(core.actor_valid(u), u)
from unnest('{https://b.example/commune,http://localhost:8080/users/a}'
    ::text[]) u;
select ok(not coalesce(core.actor_valid(u), false), coalesce(left(u, 40),
    'nothing'))
from unnest(array['b.example', '@mairie@b.example', 'https://b.example',
    'https://b.example/a#b', 'https://b.example/é', 'javascript:alert(1)',
    'https://b.example/' || repeat('x', 2048), null]) u;
select finish();
rollback;
