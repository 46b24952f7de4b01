-- core.actor_number: which local actor a path means
begin;
select plan(15);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.actor_number(1, segment), segment::int, segment)
from unnest('{0,-1,1,3}'::text[]) segment;
select throws_ok(format('select core.actor_number(1, %L)', segment), 'PL404',
    'petition.unknown', coalesce(segment, 'nothing'))
from unnest(array['4', '-2', '00', '01', '', 'x', '1.0', ' 1',
    '99999999999', null]) segment;
select throws_ok('select core.actor_number(2, ''2'')', 'PL404',
    'petition.unknown', 'a petition of the other site');

select finish();
rollback;
