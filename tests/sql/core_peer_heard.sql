-- core.peer_heard: who speaks is sent to again
begin;
select plan(6);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into act (site_id, n, kind, actor, object, draft, at)
select 1, n, 'news', 1, '', '{}', now() - interval '21 days'
    + n * interval '1 day'
from generate_series(1, 20) n;
insert into peer (site_id, host, cursor, fails, failing_from, opened_at,
    dead_at, due_at, scheme, inbox)
select 1, host, cursor, fails, now(), now(), dead, now() + interval '1 h',
    'rfc9421', 'https://in'
from (values ('well.example', 20, 0, null::timestamptz),
    ('ill.example', 2, 9, null), ('dead.example', 2, 30, now()),
    ('new.example', 18, 30, now())) t (host, cursor, fails, dead);

insert into letter (site_id, host, inbox, actor, doc, due_at)
select 1, host, 'x', 0, '{}', now() + interval '1 h' from peer;
update peer set opened_at = null where host in ('well.example', 'new.example');
select core.peer_heard(1, host) from peer \g /dev/null
select results_eq('select host from letter where due_at <= now() order by 1',
    $$ values ('dead.example'), ('ill.example') $$,
    'what waited for those that were only probed is due');
select is(row (cursor, fails, failing_from, opened_at, dead_at,
    due_at <= now(), scheme, inbox)::text, want, host)
from (values ('ill.example', '(2,0,,,,t,rfc9421,https://in)'),
    ('dead.example', '(6,0,,,,t,rfc9421,)'),
    ('new.example', '(18,0,,,,t,rfc9421,)')) t (host, want)
join peer using (host);
select is(due_at > now(), true, 'one that is well is left alone')
from peer where host = 'well.example';
select core.peer_heard(2, 'ill.example'), core.peer_heard(1, 'no.example')
\g /dev/null
select is(count(*), 4::bigint, 'nor is anybody met') from peer;

select finish();
rollback;
