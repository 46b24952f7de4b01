-- notary.act_store: acts go out in order, each with its proof
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select core.act_new(site, 'news', 1, 1, '', 'all', '{}')
from unnest('{1,1,1,2}'::int[]) site \g /dev/null
set local role placet_notary;
select notary.act_store('{1,1}', '{2,3}', '{two,three}') \g /dev/null
reset role;
select is(acts_signed, 0::bigint, 'the first is waited for') from placet.site
where id = 1;
set local role placet_notary;
select notary.act_store('{1,1}', '{1,2}', '{one,other}') \g /dev/null
reset role;
select results_eq('select site_id, n, doc from placet.act order by 1, 2',
    $$ values (1, 1::bigint, 'one'), (1, 2, 'two'), (1, 3, 'three'),
    (2, 1, null) $$, 'what has a proof keeps it');
select results_eq('select id, acts_signed from placet.site order by 1',
    $$ values (1, 3::bigint), (2, 0) $$, 'then all of them go');
set local role placet_notary;
select lives_ok($$ select notary.act_store('{1,9,2}', '{99,1,7}', '{x,y,z}')
    $$, 'what is not there is not stored');
reset role;
select is(count(*), 4::bigint, 'indeed') from placet.act;
set local role placet_notary;
select throws_ok('select * from placet.act', '42501', null,
    'the notary cannot read the tables itself');

select finish();
rollback;
