-- core.retry_delay: longer and longer, never all at once
begin;
select plan(13);
set local search_path = placet, pg_temp, public;
select ok(bool_and(d between want::interval * 0.75 and want::interval * 1.25),
    coalesce(n, 0) || ': about ' || want)
from (values (1, '30 s'), (2, '2 min'), (3, '10 min'), (4, '30 min'),
    (5, '1 h'), (6, '2 h'), (7, '4 h'), (8, '8 h'), (9, '12 h'),
    (1000000, '12 h'), (0, '30 s'), (-5, '30 s')) t (n, want),
    lateral (select core.retry_delay(n) as d from generate_series(1, 50)) d
group by n, want;
select cmp_ok(count(distinct d), '>', 40::bigint, 'no two are the same')
from (select core.retry_delay(3) as d from generate_series(1, 50)) d;

select finish();
rollback;
