-- core.inbox_undo: what one did oneself, by its id or by what it was
begin;
select plan(16);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset
create function public.undo(_actor text, _n int, _type text, _object text)
returns jsonb language sql as $$
    select say(_actor, _n, 'Undo', jsonb_build_object('type', _type,
        'object', _object))
$$;
select follow(zoe(), 1, note() || '/actor'),
    follow(zoe(), 2, 'https://a.example/commune'),
    say(zoe(), 3, 'Like', note()), say(zoe(), 4, 'Announce', note()),
    say(zoe(), 5, 'Dislike', note()), follow(tom(), 1, note() || '/actor'),
    say(tom(), 2, 'Like', note()) \g /dev/null
create function public.left_over() returns text language sql as $$
    select coalesce((select string_agg(actor::text, ',' order by actor)
        from placet.follower where site_id = 1 and remote = zoe()), '')
        || '|' || coalesce((select string_agg(kind, ',' order by kind)
        from placet.support where site_id = 1 and remote = zoe()), '')
$$;
select is(left_over(), '-1,1|dislike,like,share', 'all is there');

select say(tom(), 10, 'Undo', zoe() || '/acts/1'),
    say(tom(), 11, 'Undo', jsonb_build_object('id', zoe() || '/acts/3',
        'type', 'Like', 'actor', zoe(), 'object', note(3))),
    say(eve(), 12, 'Undo', zoe() || '/acts/4'),
    undo(eve(), 13, 'Follow', note() || '/actor'),
    undo(eve(), 14, 'Like', note()) \g /dev/null
select is(left_over(), '-1,1|dislike,like,share',
    'nobody undoes what another did');
select undo(zoe(), 20, 'Like', note(2)),
    undo(zoe(), 21, 'Follow', note(2) || '/actor'),
    undo(zoe(), 22, 'Dance', note()), undo(zoe(), 23, 'Like', null),
    say(zoe(), 24, 'Undo', zoe() || '/acts/99'),
    undo(zoe(), 25, 'Like', 'https://b.example/petitions/1'),
    undo(zoe(), 26, 'Follow', 'https://b.example/petitions/1/actor')
\g /dev/null
select is(left_over(), '-1,1|dislike,like,share', 'nor what was not done');

insert into comment (site_id, petition, object, remote, host, reply_to, text,
    published_at)
values (1, 1, tom() || '/notes/1', tom(), 'm.example', note(), 'x', now());
select undo(zoe(), 27, 'Like', tom() || '/notes/1') \g /dev/null
select is(left_over(), '-1,1|dislike,like,share',
    'a comment is not the petition');

select say(zoe(), 30, 'Undo', zoe() || '/acts/1') \g /dev/null
select is(left_over(), '-1|dislike,like,share', 'a Follow, by its id');
select undo(zoe(), 31, 'Follow', 'https://a.example/commune') \g /dev/null
select is(left_over(), '|dislike,like,share', 'a Follow, embedded');
select say(zoe(), 32, 'Undo', zoe() || '/acts/3') \g /dev/null
select is(left_over(), '|dislike,share', 'a Like, by its id');
select undo(zoe(), 33, 'Announce', note()) \g /dev/null
select is(left_over(), '|dislike', 'an Announce, embedded');
select undo(zoe(), 34, 'Dislike', note()) \g /dev/null
select is(left_over(), '|', 'a Dislike, embedded');
select say(zoe(), 35, 'Like', note()),
    undo(zoe(), 36, 'EmojiReact', note()) \g /dev/null
select is(left_over(), '|', 'a smile is a Like');
insert into news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', 'x');
select say(zoe(), 40, 'Like', note()),
    say(zoe(), 41, 'Like', note() || '/news/1'),
    undo(zoe(), 42, 'Like', note()) \g /dev/null
select is((select array_agg(news) from support where site_id = 1
    and remote = zoe()), '{1}', 'of the petition, not of its news');
select say(zoe(), 43, 'Like', note()),
    undo(zoe(), 44, 'Like', note() || '/news/1') \g /dev/null
select is((select array_agg(news) from support where site_id = 1
    and remote = zoe()), '{0}', 'nor the other way round');
select say(zoe(), 51, 'Undo', zoe() || '/acts/50'),
    say(zoe(), 52, 'Undo', tom() || '/acts/50'),
    say(zoe(), 50, 'Dislike', note()), say(tom(), 50, 'Dislike', note())
\g /dev/null
select results_eq($$ select remote from support where kind = 'dislike'
    and site_id = 1 $$, 'values (tom())', 'what comes after it was undone,'
    ' by the same, has no effect');
select say(zoe(), 51, 'Undo', 'https://x.example/acts/1') \g /dev/null
select is(count(*), 0::bigint, 'nothing is noted of others'' servers')
from seen where id = sha256(convert_to(
    zoe() || ' https://x.example/acts/1', 'UTF8'));
select results_eq('select remote from follower where site_id = 1',
    'values (tom())', 'who did not undo still follows');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
