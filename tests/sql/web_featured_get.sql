-- web.featured_get: a petition pins its note
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local role placet_web;
select is(web.featured_get(1, '1')->'orderedItems'->0->>'id', note(),
    'its note');
select is(web.featured_get(1, '1')->>'totalItems', '1', 'one');
select is(web.featured_get(1, a) - '@context', jsonb_build_object('id',
    'https://a.example/' || path || '/featured', 'type', 'OrderedCollection',
    'totalItems', 0, 'orderedItems', '[]'::jsonb), path)
from (values ('0', 'actor'), ('-1', 'commune')) t (a, path);
select throws_ok($$ select web.featured_get(2, '2') $$, 'PL404',
    'petition.unknown', 'none of what is not');
reset role;
update placet.petition set withdrawn_at = now() where (site_id, item) = (1, 1);
set local role placet_web;
select is(web.featured_get(1, '1') - '{@context,id}'::text[], '{"totalItems": 0,
    "type": "OrderedCollection", "orderedItems": []}',
    'nor of what was taken back');

select finish();
rollback;
