-- notary.act_store: acts go out in order, each with its proof
\ir fixture.psql
\ir federation.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
begin;
select plan(7);
set local search_path = placet, pg_temp, public;

-- An act gets its number while the one before gets its proof.
select dblink_connect(c, :'other' || ' options=-csearch_path=placet,public')
from unnest('{admin,notary}'::text[]) c \g /dev/null
select dblink_exec('admin', $$ do 'begin perform core.act_new(1, ''news'', 1, 1,
    '''', ''all'', ''{}''); end' $$) \g /dev/null
select dblink_exec('admin', 'begin'),
    dblink_exec('admin', $$ do 'begin perform core.act_new(1, ''news'', 1, 1,
    '''', ''all'', ''{}''); end' $$),
    dblink_send_query('notary',
    $$ select 1 from notary.act_store('{1}', '{1}', '{one}') $$) \g /dev/null
do $$ begin
    for i in 1..500 loop
        exit when exists (select from pg_locks where not granted);
        perform pg_sleep(0.01);
    end loop;
end $$;
select dblink_exec('admin', 'commit') \g /dev/null
select * from dblink_get_result('notary') r (x int) \g /dev/null
select is(row (acts, acts_signed)::text, '(2,1)',
    'a number that was given meanwhile waits for its proof')
from site where id = 1;
select dblink_disconnect(c) from unnest('{admin,notary}'::text[]) c
\g /dev/null
delete from act;
update site set acts = 0, acts_signed = 0;

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
