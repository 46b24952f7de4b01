-- notary.rekey_take: what is to be done about the keys of sites
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
set local role placet_notary;
select is(notary.rekey_take(9), '[]', 'nothing, as a rule');
reset role;
update placet.site set rekey_wanted = now();
set local role placet_notary;
select is(notary.rekey_take(9)->0, jsonb_build_object('site', 1,
    'uuid', '0197a1c2d3e4f5061728394a5b6c7d8e',
    'replace', encode(sha256('PEM'), 'hex')), 'which key of whose');
select is(jsonb_array_length(notary.rekey_take(n)), n, n || ' at most')
from unnest('{1,2}'::int[]) n;
reset role;
update placet.site set rekey_wanted = case id when 2 then now() end,
    rsa_old = 'OLD',
    rekeyed_at = now() - interval '9 days' + interval '1 minute';
set local role placet_notary;
select is(notary.rekey_take(9), '[]',
    'the old key is kept nine days, and not replaced meanwhile');
reset role;
update placet.site set rekeyed_at = now() - interval '9 days 1 minute'
where id = 1;
set local role placet_notary;
select is(notary.rekey_take(9), '[{"site": 1, "forget": true,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e"}]', 'then it is forgotten');
select throws_ok('select * from placet.site', '42501', null,
    'the notary cannot read the tables itself');

select finish();
rollback;
