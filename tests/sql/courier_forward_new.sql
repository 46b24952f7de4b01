-- courier.forward_new: what is brought without proof is fetched
begin;
select plan(3);
\ir fixture.psql
\ir federation.psql
set local role placet_courier;
select courier.forward_new(1, tom() || '#main-key', jsonb_build_object(
    'type', 'Create', 'actor', zoe(), 'object', jsonb_build_object(
    'id', zoe() || '/notes/1', 'inReplyTo', url))::text)
from unnest(array[note(), 'https://x.example/1', note(1, 2)]) url \g /dev/null
reset role;
select results_eq('select site_id, kind, url from placet.errand',
    $$ values (1, 'object', zoe() || '/notes/1') $$, 'once');
set local role placet_courier;
select throws_ok($$ select courier.forward_new(1, 'k', '{') $$, '22P02', null,
    'no JSON is no activity');
select throws_ok('select * from placet.errand', '42501', null,
    'the role cannot read the tables itself');

select finish();
rollback;
