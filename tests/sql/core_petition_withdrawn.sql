-- core.petition_withdrawn: taken back, and that of this site
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
update petition set withdrawn_at = now() where (site_id, item) = (1, 1);
select is(core.petition_withdrawn(site, n), want, site || '/' || n)
from (values (1, 1, true), (1, 2, false), (2, 1, false), (1, 0, false),
    (1, 9, false)) t (site, n, want);

select finish();
rollback;
