-- notary.key_store: the public keys of a site
begin;
select plan(2);
\ir fixture.psql
set local role placet_notary;
select notary.key_store(1, 'PEM', 'z6Mkabc') \g /dev/null
select throws_ok($$ select notary.key_store(1, 'PEM', 'nonsense') $$, '23514',
    null, 'what is no Ed25519 key is none');
reset role;
select results_eq('select id, rsa, ed25519 from placet.site order by id',
    $$ values (1, 'PEM', 'z6Mkabc'), (2, null, null) $$, 'of that site alone');

select finish();
rollback;
