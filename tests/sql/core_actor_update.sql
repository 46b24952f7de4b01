-- core.actor_update: an actor says that it has changed
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.actor_update(1, a) from unnest('{0,-1,1}'::int[]) a \g /dev/null
select results_eq('select n, kind, actor, petition, object, reach from act
    order by n', $$ values
    (1::bigint, 'actor', 0, null::int, 'https://a.example/actor', 'all'),
    (2, 'actor', -1, null, 'https://a.example/commune', 'all'),
    (3, 'actor', 1, 1, 'https://a.example/petitions/1/actor', 'all') $$,
    'each in its own name');
select is(draft->'object', core.actor_doc(1, actor) - '@context',
    object || ': all of it') from act order by n;
select is(draft - '{object,@context}'::text[], '{"type": "Update",
    "id": "https://a.example/acts/3",
    "actor": "https://a.example/petitions/1/actor",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/petitions/1/actor/followers"]}',
    'to everyone, and to its followers') from act where n = 3;
select ok(draft->'@context' @> core.actor_context(), 'with its own terms')
from act where n = 3;
select ok(draft->'@context' @>
    '["https://w3id.org/security/data-integrity/v1"]', 'and that of proofs')
from act where n = 3;

select finish();
rollback;
