-- core.cursor_recent: the acts of a fortnight
begin;
select plan(4);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.cursor_recent(1, 2), 2::bigint, 'where nothing was said');
insert into act (site_id, n, kind, actor, object, draft, at)
select site, n, 'count', 1, 'x', '{}', now() - n * interval '-1 day'
    - interval '18 days'
from unnest('{1,2}'::int[]) site, generate_series(1, 9) n
where site = 1 or n < 3;
select is(core.cursor_recent(site, cursor), want::bigint,
    site || ', ' || cursor)
from (values (1, 1, 3), (1, 7, 7), (2, 1, 2)) t (site, cursor, want);

select finish();
rollback;
