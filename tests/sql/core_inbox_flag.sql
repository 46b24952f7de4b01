-- core.inbox_flag: reports about what is ours reach the moderators
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select reply(zoe(), 1, note(), 'Un') \g /dev/null
select federated(2) as before \gset
select come(1, eve(), jsonb_build_object(
    'id', 'https://sub.e.example/f/1', 'type', 'Flag', 'actor', eve(),
    'content', repeat('é', 6000), 'object',
    jsonb_build_array('https://a.example/commune', zoe() || '/notes/1')))
\g /dev/null
select is(row (remote, activity, objects, length(text), state)::text,
    row (eve(), 'https://sub.e.example/f/1', array[
    'https://a.example/commune', zoe() || '/notes/1'], 5000, 'open')::text,
    'who, what, and why') from flag;
select say(eve(), 2, 'Flag', zoe() || '/notes/1') \g /dev/null
select is(count(*), 2::bigint, 'a comment here alone is enough') from flag;
select is(max(text), '', 'and no reason has to be given') from flag
where cardinality(objects) = 1;
select say(eve(), 3, 'Flag', zoe() || '/notes/9'),
    say(eve(), 4, 'Flag', 'https://b.example/commune'),
    say(eve(), 5, 'Flag', 'https://a.example.evil/x'),
    say(eve(), 6, 'Flag', '[]'::jsonb),
    say(eve(), 7, 'Flag', '{"id": 5}'::jsonb) \g /dev/null
select is(count(*), 2::bigint, 'what is not ours is not our affair')
from flag;
select say(eve(), 8, 'Flag', (select jsonb_agg(note()) from
    generate_series(1, 5000))) \g /dev/null
select is(max(cardinality(objects)), 20, 'no list is endless') from flag;
select say(eve(), 9, 'Flag', jsonb_build_array(note(),
    'https://m.example/' || repeat('x', 2048))) \g /dev/null
select is(objects, array[note()], 'nor is what is longer than a URL')
from flag order by id desc limit 1;
select say(eve(), 100 + n, 'Flag', note()) from generate_series(1, 30) n
\g /dev/null
select is(count(*), 20::bigint, 'nor what one person reports')
from flag where remote = eve();
select say(zoe(), 1, 'Flag', note()) \g /dev/null
select is(count(*), 1::bigint, 'while others are heard')
from flag where remote = zoe();
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
