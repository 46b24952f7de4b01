-- core.act_new: numbers without gaps, drafts for the notary
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select federated(2) as before \gset
select is(core.act_new(1, 'create', 1, 1, note(), 'all',
    '{"type": "Create", "id": "x", "actor": "y"}'), 1::bigint, 'the first');
select is(core.act_new(1, 'count', -1, 1, note(), 'placet',
    '{"type": "Update"}'), 2::bigint, 'the second');
select is(draft, jsonb_build_object('type', 'Create',
    '@context', core.as_context(), 'id', 'https://a.example/acts/1',
    'actor', 'https://a.example/petitions/1/actor'),
    'id, actor and context are ours to give')
from act where (site_id, n) = (1, 1);
select is(row (kind, actor, petition, object, reach, doc)::text,
    row ('count', -1, 1, note(), 'placet', null)::text, 'all is kept')
from act where (site_id, n) = (1, 2);
select is(row (acts, acts_signed)::text, '(2,0)',
    'none of them is shown without a proof') from site where id = 1;
select is(federated(2), :'before', 'the other site has said nothing');
select is(core.act_new(2, 'create', 1, 1, note(1, 2), 'all', '{}'), 1::bigint,
    'it has numbers of its own');
select throws_ok($$ select core.act_new(1, 'sing', 1, 1, '', 'all', '{}') $$,
    '23514', null, 'there are only so many kinds');
select is(core.act_new(1, 'news', 1, 1, note(), 'all', '{}'), 3::bigint,
    'what failed took no number');

select finish();
rollback;
