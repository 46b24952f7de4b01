-- web.key_stale: an owner is fetched again, now and then
begin;
select plan(2);
\ir fixture.psql
\ir federation.psql
set local role placet_web;
select web.key_stale(1, zoe() || '#main-key'),
    web.key_stale(1, zoe() || '#main-key'), web.key_stale(1, 'nonsense')
\g /dev/null
reset role;
select results_eq('select site_id, kind, url from placet.errand',
    $$ values (1, 'actor', zoe()) $$, 'once, and only of whom is known');
update placet.remote_key set fetched_at = now() - interval '9 minutes'
where owner = tom();
set local role placet_web;
select web.key_stale(1, tom() || '#main-key') \g /dev/null
reset role;
select is(count(*), 1::bigint, 'not if it was ten minutes ago')
from placet.errand;

select finish();
rollback;
