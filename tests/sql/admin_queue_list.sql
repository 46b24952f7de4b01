-- admin.queue_list: who is behind, and by how much
begin;
select plan(2);
\ir fixture.psql
update placet.site set acts = 10, acts_signed = 9;
insert into placet.peer (site_id, host, cursor, fails, dead_at, due_at)
values (1, 'a.m', 2, 5, now(), '2026-01-02T03:04:05Z'),
    (1, 'b.m', 9, 0, null, now()), (1, 'c.m', 8, 0, null,
    '2026-01-02T03:04:05Z'), (2, 'd.m', 2, 0, null, now());
insert into placet.letter (site_id, host, inbox, actor, doc, attempts, due_at)
values (1, 'c.m', 'i', 0, '{}', 1, '2026-01-02T03:04:05Z'),
    (1, 'c.m', 'i', 0, '{}', 2, '2026-01-02T04:04:05Z'),
    (2, 'e.m', 'i', 0, '{}', 2, now());
insert into placet.errand (site_id, kind, host, url, due_at)
values (1, 'object', 'c.m', 'u1', '2026-01-02T03:04:05Z'),
    (1, 'thread', 'c.m', 'u1', '2026-01-02T04:04:05Z'),
    (2, 'object', 'f.m', 'u1', now());
set local role placet_admin;
select is(admin.queue_list('A.example'), '{"queue": [
    {"host": "a.m", "lane": "acts", "waiting": 7, "fails": 5, "dead": true,
        "due_at": "2026-01-02T03:04:05Z"},
    {"host": "c.m", "lane": "letters", "waiting": 2, "fails": 2,
        "dead": false, "due_at": "2026-01-02T03:04:05Z"},
    {"host": "c.m", "lane": "acts", "waiting": 1, "fails": 0, "dead": false,
        "due_at": "2026-01-02T03:04:05Z"},
    {"host": "c.m", "lane": "fetches", "waiting": 2, "fails": 0,
        "dead": false, "due_at": "2026-01-02T03:04:05Z"}]}', 'the worst first');
select throws_ok($$ select admin.queue_list('x.example') $$, 'PL404',
    'site.unknown', 'of no site');

select finish();
rollback;
