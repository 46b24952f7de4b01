-- admin.log_leaves: leaves as they were written
begin;
select plan(6);
\ir fixture.psql
insert into placet.leaf (site_id, item, idx, entry)
select 1, 1, n, int8send(n) from generate_series(0, 4999) n;
set local role placet_admin;

select is(admin.log_leaves('a.example', '1', 3, 2), '{"from": 3, "leaves":
    ["0000000000000003", "0000000000000004"]}', 'in their order');
select is(jsonb_array_length(admin.log_leaves('a.example', '1', 0, 9999)
    ->'leaves'), 4096, 'not too many at once');
select is(admin.log_leaves('a.example', '1', 5000, 1)->'leaves', '[]',
    'none after the last');
select is(admin.log_leaves('b.example', '1', 0, 9)->'leaves', '[]',
    'none of another site');
select throws_ok($$ select admin.log_leaves('b.example', '2', 0, 1) $$,
    'PL404', 'petition.unknown', 'no such petition');
select throws_ok($$ select admin.log_leaves('x', '2', 0, 1) $$,
    'PL404', 'site.unknown', 'no such site');

select finish();
rollback;
