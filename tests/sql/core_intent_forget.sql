-- core.intent_forget: names go first, then the rest
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into intent (site_id, id, kind, actor, host, account, leased_until, at)
select 1, b32(n), 'like', 1, 'm.example', 'zoe',
    now() + lease * '1 s'::interval, now() - age * '1 s'::interval
from (values (1, 5, null), (2, 11, null), (3, 11, 20), (4, 11, -1),
    (5, 121, null), (6, 121, 20)) t (n, age, lease);
select core.intent_forget() \g /dev/null
select results_eq('select id, account from intent order by at desc, id <> b32(2),
    id <> b32(3)', $$ values (b32(1), 'zoe'), (b32(2), null),
    (b32(3), 'zoe'), (b32(4), null) $$,
    'after ten seconds, unless it is being asked; after two minutes');
select core.intent_forget() \g /dev/null
select is(count(*), 4::bigint, 'no more than that') from intent;
update intent set at = now() - interval '3 minutes';
select core.intent_forget() \g /dev/null
select is(count(*), 0::bigint, 'then all') from intent;
select finish();
rollback;
