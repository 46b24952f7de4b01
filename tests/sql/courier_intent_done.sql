-- courier.intent_done: a server has answered, or has not
begin;
select plan(13);
\ir fixture.psql
insert into placet.intent (site_id, id, kind, actor, host, account,
    leased_until)
select 1, b32(n), k, 1, h || '.example', 'zoe', now() + interval '30 s'
from (values (1, 'm', 'follow'), (2, 'm', 'like'), (3, 'n', 'follow'),
    (4, 'n', 'follow'), (5, 'o', 'follow'), (6, 'p', 'like')) t (n, h, k);
create function public.done(_n int, _templates text, _keep boolean)
returns void language sql as $$
    select courier.intent_done(1, encode(b32(_n), 'hex'), _templates, _keep)
$$;
create function public.state(_n int) returns text
language sql security definer as $$
    select state || coalesce(' ' || url, '') || coalesce(' ' || account, '')
    from placet.intent where id = b32(_n)
$$;
set local role placet_courier;
select done(1, '{"subscribe": "https://m.example/?{uri}"}', true) \g /dev/null
select is(state(1), 'found https://m.example/?https%3A%2F%2Fa.example'
    '%2Fpetitions%2F1%2Factor', 'the way; the name is forgotten');
select is(state(2), 'found https://m.example/?https%3A%2F%2Fa.example'
    '%2Fpetitions%2F1', 'for all who wait for the same server');
reset role;
select is(until - now(), interval '7 days', 'kept for a week')
from placet.intent_host where host = 'm.example';
set local role placet_courier;
select done(3, '{"follow": "https://n.example/zoe/f"}', false) \g /dev/null
select is(state(3), 'found https://n.example/zoe/f', 'a way for one');
select is(state(4), 'waiting zoe', 'is not for others');
reset role;
select is(count(*), 0::bigint, 'nor kept')
from placet.intent_host where host = 'n.example';
set local role placet_courier;
select done(5, null, true) \g /dev/null
select is(state(5), 'failed', 'no answer');
reset role;
select is(until - now(), interval '10 minutes', 'kept for ten minutes')
from placet.intent_host where host = 'o.example';
set local role placet_courier;
select done(5, '{"follow": "x"}', true), done(6, '{"follow": "x"}', true)
\g /dev/null
select is(state(5), 'failed', 'once is enough');
select is(state(6), 'failed', 'none of the pages is for this');
select lives_ok($$ select done(99, null, true) $$,
    'who has gone need not be told');
reset role;
insert into placet.intent_host
select n || '.example', null, now() + interval '1 minute'
from generate_series(1, 4200) n;
update placet.intent set state = 'waiting' where id = b32(5);
set local role placet_courier;
select done(5, '{"follow": "x"}', true) \g /dev/null
reset role;
select is(count(*), 4096::bigint, 'so many servers are remembered')
from placet.intent_host;
select is(count(*), 1::bigint, 'the last among them')
from placet.intent_host where host = 'o.example';
select finish();
rollback;
