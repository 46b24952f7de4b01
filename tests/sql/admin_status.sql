-- admin.status: how the database is
begin;
select plan(3);
\ir fixture.psql
select claim(1, 1, 1) \g /dev/null
insert into placet.inbox (id, site_id, petition, n, rows, at)
values (1, 1, 1, 2, b32(1) || b32(1) || b32(1) || b32(1),
    now() - interval '70 seconds');
insert into placet.mail (site_id, kind, petition, lang, due_at, failed)
values (1, 'confirm', 1, 'fr', now() - interval '1 minute', null),
    (1, 'confirm', 1, 'fr', now(), 'mail.refused');
update placet.log set checkpoint = 'c', signs = 4, halted = 'x'
where (site_id, item) = (1, 1);
set local role placet_admin;

select is(admin.status() - '{schema,server,size}'::text[], '{
    "communes": 34969, "sites": 2, "petitions": 4, "open": 2,
    "signatures": 4, "inbox": {"rows": 2, "oldest": 70},
    "mail": {"due": 1, "oldest": 60, "failed": 1},
    "halted": ["a.example/p/1"],
    "unsigned": ["a.example/p/2", "a.example/p/3", "b.example/p/1"]}',
    'all that a doctor asks');
select cmp_ok((admin.status()->>'schema')::int, '>=', 4, 'the schema');
select throws_ok('select * from placet.mail', '42501', null,
    'the role itself cannot read the tables');

select finish();
rollback;
