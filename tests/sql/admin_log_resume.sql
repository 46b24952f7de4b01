-- admin.log_resume: a log that is halted goes on, and that is written down
begin;
select plan(9);
\ir fixture.psql
update placet.log set size = 7, halted = 'forked' where item = 1;
create function public.again(_size bigint, _host text default 'A.example')
returns jsonb language sql as $$
    select admin.log_resume(_host, '1', _size, repeat('ab', 32))
$$;
set local role placet_admin;
select throws_ok('select again(6)', 'PL409', 'log.changed',
    'it has grown since it was looked at');
select is(again(7), '{"resumed": {"origin": "a.example/p/1", "size": 7,
    "halted": "forked"}}', 'it goes on');
select throws_ok('select again(7)', 'PL409', 'log.changed', 'once');
select throws_ok($$ select again(7, 'x.example') $$, 'PL404', 'site.unknown',
    'of no site');
select throws_ok($$ select admin.log_resume('b.example', '2', 7, 'ab') $$,
    'PL404', 'petition.unknown', 'of another site');
reset role;
select results_eq('select site_id, halted from placet.log where item = 1
    order by 1', $$ values (1, null), (2, 'forked') $$, 'that one only');
select is(to_jsonb(r) - 'at', jsonb_build_object('site_id', 1, 'item', 1,
    'halted', 'forked', 'size', 7, 'root', '\x' || repeat('ab', 32)),
    'what was in the way is written down') from placet.log_resumed r;
select throws_ok('delete from placet.log_resumed', '23001', null,
    'for good');
set local role placet_admin;
select is(jsonb_array_length(admin.log_get('a.example', '1')->'resumed'), 1,
    'and told');

select finish();
rollback;
