-- web.inbox_defer: kept within bounds until the key is known
begin;
select plan(15);
\ir fixture.psql
\ir federation.psql
create function public.kept(_n int, _sender text, _bytes int default 0,
    _type text default 'Follow', _actor text default 'https://n.example/')
returns jsonb language sql as $$
    select web.inbox_defer(1 + _n % 2, 'https://m.example/' || _n || '#k',
        '{"method": "POST"}', jsonb_build_object('type', _type,
        'actor', _actor, 'x', repeat('x', _bytes))::text, _sender)
$$;
set local role placet_web;
select is(kept(2, '0a'), '{"status": 202}', 'kept');
select is(kept(1, '0a', 0, type), '{"status": 202}',
    'not kept, of who is unknown: ' || type)
from unnest('{Delete, Update}'::text[]) type;
select throws_ok($$ select web.inbox_defer(1, 'https://m.example/', '{}', '{',
    '0a') $$, '22P02', null, 'no JSON is no activity');
reset role;
select results_eq($$ select site_id, host, key, request, body::jsonb->>'type',
    sender, bytes > 30 from placet.deferred $$, $$ values (1, 'm.example',
    'https://m.example/2#k', '{"method": "POST"}'::jsonb, 'Follow', '\x0a'::bytea,
    true) $$, 'as it came');
set local role placet_web;
select is(kept(4, '0a', 0, 'Update', zoe()), '{"status": 202}',
    'kept, of who is known by another key');
select kept(n, '0a') from generate_series(3, 64) n \g /dev/null
select throws_ok($$ select kept(65, '0a') $$, 'PL429', 'rate.exceeded',
    'a network has its share, of all sites together');
select is(kept(1, '0b'), '{"status": 202}',
    'which leaves others theirs, whatever server they speak of');
select is(kept(1, '0c', 1048000), '{"status": 202}', 'a large one');
select kept(n, '0c', 1048000) from generate_series(2, 4) n \g /dev/null
select throws_ok($$ select kept(5, '0c', 1048000) $$, 'PL429',
    'rate.exceeded', 'not many of them');
select is(kept(1, '0d', 5 << 20), '{"status": 202}',
    'one alone is as large as it may be');
reset role;
select is((select count(*) from placet.deferred), 70::bigint, 'they wait');
update placet.deferred set bytes = 48 << 20 where sender = '\x0b';
set local role placet_web;
select is(kept(2, '0e', 1048000), '{"status": 202}', 'there is room');
reset role;
update placet.deferred set bytes = 62 << 20 where sender = '\x0b';
set local role placet_web;
select throws_ok($$ select kept(3, '0e') $$, 'PL503', 'busy',
    'then there is none for anybody');
reset role;
update placet.deferred set bytes = 0;
insert into placet.deferred (site_id, host, key, request, body)
select 1, 'h' || n, 'k', '{}', '{}' from generate_series(1, 4096 - 71) n;
set local role placet_web;
select throws_ok($$ select kept(4, '0f') $$, 'PL503', 'busy',
    'nor when they are many');

select finish();
rollback;
