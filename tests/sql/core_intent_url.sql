-- core.intent_url: the best page of somebody's own server
begin;
select plan(13);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
create function public.go(_kind text, _templates jsonb, _actor int default 1)
returns text language sql as $$
    select core.intent_url(1, _actor, _kind, _templates)
$$;
select is(go('follow', '{"subscribe": "https://m.example/i?uri={uri}"}'),
    'https://m.example/i?uri=https%3A%2F%2Fa.example%2Fpetitions%2F1%2Factor',
    'what is filled in is encoded: the actor, to follow it');
select is(go('follow', '{"subscribe": "https://m.example/i?uri={uri}"}', -1),
    'https://m.example/i?uri=https%3A%2F%2Fa.example%2Fcommune',
    'the commune');
select is(go('like', '{"subscribe": "https://m.example/i?uri={uri}"}'),
    'https://m.example/i?uri=https%3A%2F%2Fa.example%2Fpetitions%2F1',
    'the petition, to like it');
select is(go('reply', '{"subscribe": "https://m.example/i?uri={uri}"}'),
    'https://m.example/i?uri=https%3A%2F%2Fa.example%2Fpetitions%2F1',
    'or to reply');
select is(go('follow', '{"subscribe": "s{uri}", "follow": "f",
    "object": "o"}'), 'f', 'made to follow');
select is(go('like', '{"subscribe": "s", "like": "l", "object": "o"}'), 'l',
    'made to like');
select is(go('reply', '{"subscribe": "s", "reply": "r", "object": "o"}'), 'r',
    'made to reply');
select is(go('like', '{"subscribe": "s", "follow": "f", "object": "o"}'), 'o',
    'else the one that shows the thing');
select is(go('follow', '{"object": "o"}'), 'o', 'even an actor');
select is(go('like', '{"follow": "f"}'), null, 'following is not liking');
select is(go('follow', null), null, 'nothing is known');
select is(go('reply', '{"reply":
    "https://m.example/n?r={inReplyTo}&t={type}&c={content}&x={x-y}&ok={on-success}&no={on-cancel}"}'),
    'https://m.example/n?r=https%3A%2F%2Fa.example%2Fpetitions%2F1&t=Note'
    '&c=&x=&ok=https%3A%2F%2Fa.example%2Fpetitions%2F1'
    '&no=https%3A%2F%2Fa.example%2Fpetitions%2F1',
    'and the way back; what we do not know is left empty');
select is(go('follow', '{"follow": "https://m.example/f?b={on-success}"}', -1),
    'https://m.example/f?b=https%3A%2F%2Fa.example%2F',
    'back to the first page');
select finish();
rollback;
