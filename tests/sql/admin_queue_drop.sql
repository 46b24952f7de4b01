-- admin.queue_drop: what waits for a server is forgotten
begin;
select plan(9);
\ir fixture.psql
update placet.site set acts = 9, acts_signed = 9;
insert into placet.peer (site_id, host, cursor, fails) values
    (1, 'm.example', 2, 5), (1, 'n.example', 2, 0), (2, 'm.example', 2, 0);
insert into placet.letter (site_id, host, inbox, actor, doc)
select s, h, 'i', 0, '{}' from unnest('{1,1,2}'::int[]) s,
    unnest('{m.example,o.example}'::text[]) h;
set local role placet_admin;
select is(admin.queue_drop('A.example', 'M.example'),
    '{"acts": 7, "letters": 2}', 'acts and letters');
select is(admin.queue_drop('a.example', 'm.example'),
    '{"acts": 0, "letters": 0}', 'once');
select is(admin.queue_drop('a.example', 'o.example'),
    '{"acts": 0, "letters": 2}', 'letters alone');
select throws_ok(format('select admin.queue_drop(''a.example'', %L)', p),
    'PL404', 'peer.unknown', coalesce(p, 'nothing'))
from unnest('{x.example,"",null}'::text[]) p;
select throws_ok($$ select admin.queue_drop('x.example', 'm.example') $$,
    'PL404', 'site.unknown', 'of no site');
reset role;
select results_eq('select site_id, host, cursor from placet.peer
    order by 1, 2', $$ values (1, 'm.example', 9::bigint),
    (1, 'n.example', 2), (2, 'm.example', 2) $$, 'of that server alone');
select is(count(*), 2::bigint, 'the other site''s letters are kept')
from placet.letter where site_id = 2;

select finish();
rollback;
