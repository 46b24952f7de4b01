-- admin.log_get: a log and the signatures that should be in it
begin;
select plan(5);
\ir fixture.psql
select claim(1, 1, n) from generate_series(1, 3) n \g /dev/null
set local role placet_web;
select web.signature_confirm('{1,1}', '{1,1}', array[b32(1), b32(2)])
    \g /dev/null
reset role;
select sequence(1, 1) \g /dev/null
set local role placet_web;
select web.signature_confirm('{1}', '{1}', array[b32(3)]) \g /dev/null
set local role placet_admin;

select is(admin.log_get('a.example', '1') - 'vkey' - 'signed_at',
    jsonb_build_object('origin', 'a.example/p/1',
    'pub', encode(b32(9), 'hex'), 'size', 2, 'signed_size', 2,
    'checkpoint', E'a.example/p/1\n2\nroot\n', 'signs', 2, 'withdrawn', 0,
    'invalidated', 0, 'halted', null, 'resumed', '[]'::jsonb,
    'frontier', '', 'signatures', 3, 'unnumbered', 1,
    'waiting', 1, 'tiles', '{}'::jsonb), 'what is written and what waits');
select is(admin.log_get('b.example', '1')->'pub', 'null',
    'a log without a key yet');
reset role;
insert into placet.tile (site_id, item, level, n, data)
select 1, 1, 1, n, b32(n) from unnest('{1,0}'::int[]) n;
set local role placet_admin;
select is(admin.log_get('a.example', '1')->'tiles', jsonb_build_object('1',
    encode(sha256(int8send(0) || b32(0) || int8send(1) || b32(1)), 'hex')),
    'what the tiles are');
select throws_ok($$ select admin.log_get('b.example', '2') $$, 'PL404',
    'petition.unknown', 'one of another site');
select throws_ok($$ select admin.log_get('x', '1') $$, 'PL404',
    'site.unknown', 'no site');

select finish();
rollback;
