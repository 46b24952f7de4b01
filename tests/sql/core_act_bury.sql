-- core.act_bury: what was said is gone, its place is not
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
select publish() \g /dev/null
set local search_path = placet, pg_temp, public;
select core.note_update(1, 1, 'count', 'placet') \g /dev/null
select federated(2) as before \gset
select draft as said from act where (site_id, n) = (1, 1) \gset
select is(core.act_bury(1, '{1,3}'), 2, 'it says how many');
select is(core.act_bury(1, '{1,3}'), 0, 'each once');
select is(doc::jsonb - 'deleted', '{"id": "https://a.example/acts/1",
    "@context": "https://www.w3.org/ns/activitystreams",
    "type": "Tombstone", "formerType": "Create"}', 'a stone is left')
from act where (site_id, n) = (1, 1);
select is(draft, :'said'::jsonb, 'the record has what it said')
from act where (site_id, n) = (1, 1);
select ok(not draft ? 'object', 'but not of a count')
from act where (site_id, n) = (1, 3);
select is(count(*), 0::bigint, 'one without proof waits for none')
from act where (site_id, n) = (1, 3) and doc is null;
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
