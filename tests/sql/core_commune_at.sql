-- core.commune_at: communes of this server by their actor
begin;
select plan(7);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.commune_at('https://b.example/commune'), 2, 'by its URL');
select is(core.commune_at(u), null, coalesce(u, 'nothing'))
from unnest('{https://b.example/actor,https://x.example/commune,
    https://b.example/commune/,https://b.example:99/commune,b.example,
    null}'::text[]) u;
select finish();
rollback;
