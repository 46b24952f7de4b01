-- web.inbox_defer: kept within bounds until the key is known
begin;
select plan(8);
\ir fixture.psql
set local role placet_web;
select is(web.inbox_defer(1, 'https://m.example/zoe#main-key',
    '{"method": "POST"}', '{"type": "Follow"}'), '{"status": 202}', 'kept');
select is(web.inbox_defer(1, 'https://m.example/zoe#main-key', '{}', body),
    '{"status": 202}', 'not kept: ' || body)
from unnest('{"{\"type\": \"Delete\"}", "{\"type\": \"Update\"}"}'::text[])
    body;
select throws_ok($$ select web.inbox_defer(1, 'https://m.example/', '{}', '{')
    $$, '22P02', null, 'no JSON is no activity');
reset role;
select results_eq($$ select site_id, host, key, request, body
    from placet.deferred $$, $$ values (1, 'm.example',
    'https://m.example/zoe#main-key', '{"method": "POST"}'::jsonb,
    '{"type": "Follow"}') $$, 'as it came');
set local role placet_web;
select web.inbox_defer(1 + n % 2, 'https://m.example/' || n, '{}', '{}')
from generate_series(2, 64) n \g /dev/null
select throws_ok($$ select web.inbox_defer(1, 'https://m.example/65', '{}',
    '{}') $$, 'PL429', 'rate.exceeded',
    'a host has its share, of all sites together');
select is(web.inbox_defer(1, 'https://n.example/1', '{}', '{}'),
    '{"status": 202}', 'which leaves the others theirs');
reset role;
insert into placet.deferred (site_id, host, key, request, body)
select 1, 'h' || n, 'k', '{}', '{}' from generate_series(1, 4096 - 65) n;
set local role placet_web;
select throws_ok($$ select web.inbox_defer(1, 'https://o.example/1', '{}',
    '{}') $$, 'PL503', 'busy', 'and all have theirs');

select finish();
rollback;
