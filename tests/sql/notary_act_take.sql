-- notary.act_take: what waits for a proof, in order
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
set local role placet_notary;
select is(notary.act_take(9), '[]', 'nothing');
reset role;
select core.act_new(site, 'news', -1, 1, '', 'all', '{"type": "Create"}')
from unnest('{2,1,1}'::int[]) site \g /dev/null
set local role placet_notary;
select is(jsonb_path_query_array(notary.act_take(9), '$[*].n'), '[1, 2, 1]',
    'site by site');
select is(jsonb_array_length(notary.act_take(2)), 2, 'so many at most');
select is((notary.act_take(9)->0) - '{at,draft}'::text[], '{"site": 1, "n": 1,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e",
    "method": "https://a.example/commune#ed25519-key"}', 'with whose key');
select is(notary.act_take(9)->0->'draft'->>'type', 'Create', 'and what');
select is(array(select distinct (notary.act_take(1 + 0 * n)->0->>'site')::int
    from generate_series(1, 64) n order by 1), '{1,2}'::int[],
    'no site waits for another');
select notary.act_store('{1}', '{1}', '{x}') \g /dev/null
select is(jsonb_path_query_array(notary.act_take(9), '$[*].n'), '[2, 1]',
    'what has its proof is not taken again');
reset role;
update act set draft = draft || jsonb_build_object('x',
    repeat('x', 9 * 1048576)) where doc is null;
set local role placet_notary;
select is(jsonb_array_length(notary.act_take(9)), 1,
    'no more bytes than the notary reads');

select finish();
rollback;
