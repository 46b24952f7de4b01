-- core.inbox_vote: votes are passed on, within bounds
begin;
select plan(18);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select publish() \g /dev/null
call elsewhere();
insert into news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', 'x');
insert into comment (site_id, petition, object, remote, host, reply_to, text,
    state, relayed, hidden_at, published_at)
select 1, 1, eve() || '/' || t, eve(), 'sub.e.example', note(), 'x', s, r,
    case s when 'hidden' then now() end, now()
from (values ('shown', 'shown', true), ('again', 'pending', true),
    ('hidden', 'hidden', true), ('never', 'shown', false)) v (t, s, r);
select federated(2) as before \gset
create function public.vote(_n int, _object text, _type text default 'Like',
    _more jsonb default '{}', _who text default zoe())
returns void language sql security definer set search_path = placet as $$
    select core.inbox_vote(1, _who, jsonb_build_object('id',
        _who || '/acts/' || _n, 'type', _type, 'actor', _who,
        'object', _object) || _more)
$$;
create function public.undo(_n int, _object text, _who text default zoe(),
    _more jsonb default '{}')
returns void language sql security definer as $$
    select vote(_n, '', 'Undo', jsonb_build_object('object',
        jsonb_build_object('id', _who || '/x', 'type', 'Like',
        'actor', _who, 'object', _object) || _more), _who)
$$;
create function public.votes() returns text[]
language sql security definer set search_path = placet as $$
    with was as (delete from relay returning kind, object, id)
    select coalesce(array_agg(kind || ' ' || replace(object,
        'https://a.example/petitions', '') order by id), '{}') from was
$$;
select vote(1, note()) \g /dev/null
select is(votes(), '{}', 'nothing is passed on where nobody reads it');
select follow(tom(), 1, 'https://a.example/commune') \g /dev/null
select vote(2, note()) \g /dev/null
select is(votes(), '{}', 'nor from servers that do not count so');
update peer set groups = true where (site_id, host) = (1, 'm.example');
select vote(3, note()), vote(4, note() || '/news/1', 'Dislike'),
    vote(5, eve() || '/shown', 'Like'), vote(6, eve() || '/again'),
    undo(7, note()) \g /dev/null
select is(votes(), array['Like /1', 'Dislike /1/news/1',
    'Like ' || eve() || '/shown', 'Like ' || eve() || '/again', 'Undo /1'],
    'of a petition, its news, and what was passed on');
select vote(8, note()), vote(9, note(), 'Dislike') \g /dev/null
select is((select doc from relay order by id limit 1), jsonb_build_object(
    'id', zoe() || '/acts/8', 'type', 'Like', 'actor', zoe(),
    'object', note()), 'word for word');
select votes() \g /dev/null

-- What is not passed on.
select vote(10 + n::int, o) from unnest(array[eve() || '/hidden',
    eve() || '/never', eve() || '/unknown', note(9), note(1, 2), '',
    note() || '/actor', note() || '/' || repeat('x', 3000)])
    with ordinality t (o, n) \g /dev/null
select is(votes(), '{}', 'of what nobody there has');
select vote(30, note(), k) from unnest('{EmojiReact,Announce,Follow,Undo,
    Delete}'::text[]) k \g /dev/null
select vote(30, note(), 'Like', '{"actor": "https://m.example/tom"}'),
    vote(31, note(), 'Like', jsonb_build_object('content',
        repeat('x', 4096))),
    vote(32, note(), 'Like', '{"n": 1e99}'), undo(33, note(), zoe(),
        jsonb_build_object('actor', tom())),
    vote(34, '', 'Undo', jsonb_build_object('object', zoe() || '/acts/1')),
    vote(35, note(), 'Like', '{}', eve()) \g /dev/null
select is(votes(), '{}', 'nor what is no vote, or another''s, or too much');
-- Two URLs are one entry of an index, which takes less than two may be long.
select string_agg(md5(n::text), '') as long from generate_series(1, 60) n
\gset
insert into remote (id, host, type, username, name, inbox)
values (zoe() || :'long', 'm.example', 'Person', 'l', '', zoe() || '/inbox');
insert into comment (site_id, petition, object, remote, host, reply_to, text,
    state, relayed, published_at)
values (1, 1, eve() || :'long', eve(), 'sub.e.example', note(), 'x',
    'shown', true, now());
select vote(36, eve() || :'long', 'Like',
    '{"id": "https://m.example/36"}', zoe() || :'long') \g /dev/null
select is(votes(), '{}', 'nor what would be too long to be remembered');
update petition set withdrawn_at = now() where (site_id, item) = (1, 1);
select vote(40, note()) \g /dev/null
select is(votes(), '{}', 'nor of a petition that was taken back');
update petition set withdrawn_at = null where (site_id, item) = (1, 1);

-- Floods.
select vote(n, note()), undo(100 + n, note()) from generate_series(50, 60) n
\g /dev/null
select core.relay_run(99) \g /dev/null
select vote(61, note()), undo(161, note()) \g /dev/null
select is((select count(*) from relay), 2::bigint,
    'back and forth is said once');
select is((select count(*) from relay where doc is not null), 0::bigint,
    'also after it was said');
insert into comment (site_id, petition, object, remote, host, reply_to, text,
    state, relayed, published_at)
select 1, 1, eve() || '/c/' || n, eve(), 'sub.e.example', note(), 'x',
    'shown', true, now() from generate_series(1, 40) n;
select vote(200 + n, eve() || '/c/' || n) from generate_series(1, 40) n
\g /dev/null
select is((select count(*) from relay where remote = zoe()), 30::bigint,
    'thirty an hour by one person');
select vote(1, note(), 'Like', '{}', tom()) \g /dev/null
select is((select count(*) from relay where remote = tom()), 1::bigint,
    'others may still speak');
insert into relay (site_id, petition, object, host, remote, kind)
select 1, 1, '', 'm.example', n::text, 'Like' from generate_series(1, 568) n;
select vote(2, note(), 'Dislike', '{}', tom()),
    vote(3, eve() || '/shown', 'Like', '{}', tom()) \g /dev/null
select is((select count(*) from relay), 600::bigint,
    'six hundred by one server');
select votes() \g /dev/null
select say(zoe(), 70, 'Like', note()), say(zoe(), 71, 'Undo',
    jsonb_build_object('type', 'Like', 'id', zoe() || '/acts/70',
    'actor', zoe(), 'object', note())) \g /dev/null
select is(votes(), '{Like /1,Undo /1}', 'so it is when they come in');
insert into peer_rule (site_id, host, level) values (1, 'm.example', 'limit');
select say(zoe(), 72, 'Like', note()), say(zoe(), 73, 'Undo',
    jsonb_build_object('type', 'Like', 'id', zoe() || '/acts/70',
    'actor', zoe(), 'object', note())) \g /dev/null
select is(votes(), '{}', 'but not from a server that is limited');
select is((select count(*) from support where site_id = 1
    and remote = zoe()), 0::bigint, 'what counts here is another matter');
update peer_rule set level = 'reject_media';
select say(zoe(), 74, 'Dislike', note()) \g /dev/null
select is(votes(), '{Dislike /1}', 'no pictures are no reason');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
