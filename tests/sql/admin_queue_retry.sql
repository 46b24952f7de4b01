-- admin.queue_retry: now, not later
begin;
select plan(10);
\ir fixture.psql
update placet.site set acts = 9, acts_signed = 9;
insert into placet.peer (site_id, host, cursor, fails, failing_from,
    opened_at, dead_at, due_at)
select s, h, 2, 30, now(), now(), now(), now() + interval '1 day'
from unnest('{1,2}'::int[]) s, unnest('{m.example,n.example}'::text[]) h;
insert into placet.peer (site_id, host, cursor, due_at)
values (1, 'well.example', 9, now() + interval '1 day');
insert into placet.letter (site_id, host, inbox, actor, doc, due_at)
select s, h, 'i', 0, '{}', now() + interval '1 day'
from unnest('{1,2}'::int[]) s, unnest('{m.example,o.example}'::text[]) h;
create function public.due() returns text language sql security definer as $$
    select string_agg(site_id || ' ' || host, ', ' order by site_id, host)
    from (select site_id, host from placet.peer where due_at <= now()
            and dead_at is null and fails = 0
        union all select site_id, '@' || host from placet.letter
            where due_at <= now()) d
$$;
insert into placet.peer (site_id, host, cursor, fails, opened_at, due_at)
values (1, 'z.example', 9, 5, now(), now() + interval '1 day');
set local role placet_admin;
select is(admin.queue_retry('a.example', 'z.example'),
    '{"servers": 1, "letters": 0}', 'one that is only probed');
reset role;
delete from placet.peer where host = 'z.example';
insert into placet.act (site_id, n, kind, actor, object, draft, at)
select 1, n, 'count', 1, 'x', '{}', now() - interval '15 days'
from generate_series(1, 5) n;
update placet.peer set dead_at = null where (site_id, host)
    = (1, 'n.example');
set local role placet_admin;
select is(admin.queue_retry('A.example', 'M.example'),
    '{"servers": 1, "letters": 1}', 'one server');
select is(due(), '1 @m.example, 1 m.example', 'and its letters');
select is(admin.queue_retry('a.example', null),
    '{"servers": 2, "letters": 2}', 'all that wait');
select is(due(), '1 @m.example, 1 @o.example, 1 m.example, 1 n.example',
    'of this site');
reset role;
select results_eq('select host, cursor from placet.peer
    where site_id = 1 and host <> ''well.example'' order by 1',
    $$ values ('m.example', 5::bigint), ('n.example', 2) $$,
    'who was dead gets the last fortnight, others all');
set local role placet_admin;
select throws_ok(format('select admin.queue_retry(''a.example'', %L)', p),
    'PL404', 'peer.unknown', p)
from unnest('{x.example,well.example,""}'::text[]) p;
select throws_ok($$ select admin.queue_retry('x.example', null) $$,
    'PL404', 'site.unknown', 'of no site');

select finish();
rollback;
