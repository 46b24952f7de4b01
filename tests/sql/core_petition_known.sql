-- core.petition_known: a petition of that site, or 404
begin;
select plan(8);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.petition_known(1, '3'), 3, 'its number');
select throws_ok(format('select core.petition_known(%s, %L)', site, segment),
    'PL404', 'petition.unknown', format('%s %s', site, segment))
from (values (2, '3'), (1, '0'), (1, '-1'), (1, 'x'), (1, '9999999999'),
    (1, null)) t (site, segment);
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select throws_ok($$ select core.petition_known(1, '3') $$, 'PL410',
    'petition.withdrawn', 'one that was taken back');

select finish();
rollback;
