-- admin.comment_backfill: threads are asked for elsewhere
begin;
select plan(5);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(n), 'Mot ' || n) from generate_series(1, 3) n
    \g /dev/null
set local role placet_admin;
select is(admin.comment_backfill('a.example', null), '{"comments": 2}',
    'of petitions that are open');
select is(admin.comment_backfill('a.example', '2'), '{"comments": 1}',
    'of one');
reset role;
select is((select count(*) from placet.errand where kind = 'thread'),
    3::bigint, 'each is walked');
set local role placet_admin;
select throws_ok($$ select admin.comment_backfill('a.example', '9') $$,
    'PL404', 'petition.unknown', 'none that there is not');
select throws_ok($$ select admin.comment_backfill('x.example', null) $$,
    'PL404', 'site.unknown', 'nor of nobody');

select finish();
rollback;
