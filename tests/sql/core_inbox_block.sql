-- core.inbox_block: who blocks us hears no more
begin;
select plan(5);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset
select follow(zoe(), 1, note() || '/actor'),
    follow(tom(), 1, note() || '/actor') \g /dev/null
select say(zoe(), 2, 'Block', 'https://m.example/tom') \g /dev/null
select is(count(*), 2::bigint, 'whom else they block is their business')
from follower where site_id = 1;
select say(zoe(), 3, 'Block', 'https://a.example/commune') \g /dev/null
select results_eq('select remote from follower where site_id = 1',
    'values (tom())', 'to block one of us is to leave all');
select say(zoe(), 4, 'Undo', '{"type": "Block",
    "object": "https://a.example/commune"}'::jsonb) \g /dev/null
select is(count(*), 1::bigint, 'to block no more is not to follow')
from follower where site_id = 1;
select follow(zoe(), 5, note() || '/actor') \g /dev/null
select is(count(*), 2::bigint, 'to follow again is')
from follower where site_id = 1;
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
