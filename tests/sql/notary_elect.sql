-- notary.elect: one at a time, by its session
begin;
select plan(3);
set local role placet_notary;

select is(notary.elect(), 'true', 'the first one is elected');
select is(notary.elect(), 'true', 'and may ask again');
reset role;
select is((select count(*) from pg_locks where locktype = 'advisory'
    and pid = pg_backend_pid() and objid::bigint
    = hashtext('placet/notary')::bigint & 4294967295), 1::bigint,
    'since its session holds the lock');

select finish();
rollback;
