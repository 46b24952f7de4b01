-- admin.flag_list: reports that are open
begin;
select plan(2);
\ir fixture.psql
insert into placet.flag (site_id, id, remote, activity, objects, text, state,
    at)
overriding system value values
    (1, 1, 'r', 'a', '{o,p}', 'Why', 'open', '2026-01-02T03:04:05Z'),
    (1, 2, 'r', 'b', '{o}', '', 'closed', now()),
    (2, 3, 'r', 'a', '{o}', '', 'open', now());
set local role placet_admin;
select is(admin.flag_list('A.example'), '{"flags": [{"id": 1, "actor": "r",
    "objects": ["o", "p"], "text": "Why", "at": "2026-01-02T03:04:05Z"}]}',
    'of this site');
select throws_ok($$ select admin.flag_list('x.example') $$, 'PL404',
    'site.unknown', 'of no site');

select finish();
rollback;
