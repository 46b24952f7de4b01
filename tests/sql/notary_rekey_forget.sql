-- notary.rekey_forget: the key that was replaced is no more
begin;
select plan(2);
\ir fixture.psql
\ir federation.psql
update placet.site set rsa_old = 'OLD', rekey_act = 3, rekeyed_at = now();
set local role placet_notary;
select notary.rekey_forget(1) \g /dev/null
reset role;
select results_eq('select id, rsa, rsa_old, rekey_act, rekeyed_at
    from placet.site order by id', $$ values
    (1, 'PEM', null, null::bigint, now()), (2, 'PEM', 'OLD', 3, now()) $$,
    'of that site alone, and when it was replaced is known');
set local role placet_notary;
select throws_ok('update placet.site set rsa_old = null', '42501', null,
    'the notary cannot write the tables itself');

select finish();
rollback;
