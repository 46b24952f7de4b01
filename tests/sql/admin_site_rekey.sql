-- admin.site_rekey: a new key, one at a time
begin;
select plan(9);
\ir fixture.psql
set local role placet_admin;
select throws_ok($$ select admin.site_rekey('a.example') $$, 'PL503', 'busy',
    'not before it has its first');
select throws_ok($$ select admin.site_rekey('x.example') $$, 'PL404',
    'site.unknown', 'of no site');
reset role;
\ir federation.psql
set local role placet_admin;
select is(admin.site_rekey('A.example'), jsonb_build_object('rekey',
    jsonb_build_object('wanted_at', to_char(now() at time zone 'UTC',
    'YYYY-MM-DD"T"HH24:MI:SS"Z"'))), 'it is wanted');
select throws_ok($$ select admin.site_rekey('a.example') $$, 'PL409',
    'key.changing', 'once');
reset role;
select results_eq('select id, rekey_wanted, rsa from placet.site order by id',
    $$ values (1, now(), 'PEM'), (2, null, 'PEM') $$, 'of that site alone');
update placet.site set rekey_wanted = null, rsa_old = 'OLD' where id = 1;
set local role placet_admin;
select throws_ok($$ select admin.site_rekey('a.example') $$, 'PL409',
    'key.changing', 'not while the last one is not over');
reset role;
select is(rekey_wanted, null, 'nor noted') from placet.site where id = 1;
update placet.site set rsa_old = null where id = 1;
set local role placet_admin;
select lives_ok($$ select admin.site_rekey('a.example') $$, 'but after');
select throws_ok('select * from placet.site', '42501', null,
    'an administrator cannot read the tables itself');

select finish();
rollback;
