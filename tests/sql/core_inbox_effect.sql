-- core.inbox_effect: what is done is said by the type, and by who is heard
begin;
select plan(10);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
create function public.do(_type text, _object jsonb, _level text default
    'open', _text text default null) returns void
language sql security definer set search_path = placet, pg_temp as $$
    select core.inbox_effect(1, public.zoe(), jsonb_build_object(
        'id', public.zoe() || '/do/' || _type || _level, 'type', _type,
        'object', _object), _text, _level)
$$;

select public.do('Like', to_jsonb(note())),
    public.do('Announce', to_jsonb(note())) \g /dev/null
select results_eq('select kind from support order by kind',
    $$ values ('like'), ('share') $$, 'likes and shares');
select public.do('Undo', to_jsonb(zoe() || '/do/Likeopen'), 'off') \g /dev/null
select results_eq('select kind from support', $$ values ('share') $$,
    'what is taken back is so on a site that wants nothing');
select public.do('Dislike', to_jsonb(note()), 'off'), public.do('EmojiReact',
    to_jsonb(note()), 'off') \g /dev/null
select is(count(*), 1::bigint, 'which hears nothing else') from support;
select public.do('EmojiReact', to_jsonb(note())) \g /dev/null
select is(count(*), 1::bigint, 'a smile is a like') from support
where kind = 'like';
select public.do('Create', jsonb_build_object('id', zoe() || '/notes/1',
    'attributedTo', zoe(), 'to', 'Public', 'inReplyTo', note()), 'open', 'Oui')
\g /dev/null
select is_empty('select from comment', 'a comment comes another way');
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
select public.do('Update', jsonb_build_object('id', zoe() || '/notes/1',
    'attributedTo', zoe(), 'to', 'Public', 'inReplyTo', note()), 'open', 'Non')
\g /dev/null
select is(text, 'Non', 'is changed') from comment;
select public.do('Delete', to_jsonb(zoe() || '/notes/1')) \g /dev/null
select is(count(*), 0::bigint, 'and deleted') from comment
where state <> 'deleted';
select public.do('Follow', to_jsonb('https://a.example/commune'::text))
\g /dev/null
select is(count(*), 1::bigint, 'a follower') from follower;
select core.inbox_effect(1, zoe(), jsonb_build_object('id', zoe() || '/do/q',
    'type', 'QuoteRequest', 'object', note(), 'instrument', zoe() || '/q'),
    null, 'off') \g /dev/null
select is(count(*), 1::bigint, 'a quote is answered, even with no')
from letter where doc::jsonb->'object'->>'type' = 'QuoteRequest';
select lives_ok($$ select public.do('Dance', 'null') $$, 'or nothing');

select finish();
rollback;
