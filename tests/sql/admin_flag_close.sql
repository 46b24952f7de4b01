-- admin.flag_close: a report was dealt with
begin;
select plan(10);
\ir fixture.psql
insert into placet.flag (site_id, id, remote, activity, objects)
overriding system value values (1, 1, 'r', 'a', '{o}'), (2, 2, 'r', 'a', '{o}');
set local role placet_admin;
select is(admin.flag_close('A.example', '1'),
    '{"flag": {"id": 1, "state": "closed"}}', 'closed');
select throws_ok(format('select admin.flag_close(''a.example'', %L)', id),
    'PL404', 'flag.unknown', coalesce(id, 'nothing'))
from unnest('{1,2,3,0,x,"",null}'::text[]) id;
select throws_ok($$ select admin.flag_close('x.example', '1') $$, 'PL404',
    'site.unknown', 'of no site');
reset role;
select is(state, 'open', 'that of the other site is open')
from placet.flag where site_id = 2;

select finish();
rollback;
