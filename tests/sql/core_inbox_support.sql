-- core.inbox_support: likes and shares, once a person, never signatures
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
insert into news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', 'x');
select reply(zoe(), 1, note(), 'Un') \g /dev/null
select federated(2) as before \gset
select say(zoe(), 1, 'Like', note()), say(zoe(), 2, 'Like', note()),
    say(zoe(), 3, 'Announce', note()), say(tom(), 4, 'EmojiReact', note()),
    say(eve(), 5, 'Dislike', note()),
    say(eve(), 6, 'Like', note() || '/news/1'),
    say(tom(), 7, 'Announce', jsonb_build_object('id', note())) \g /dev/null
select results_eq('select remote, kind from support where site_id = 1
    order by 1, 2', $$ values (tom(), 'like'), (tom(), 'share'),
    (zoe(), 'like'), (zoe(), 'share'), (eve(), 'dislike'), (eve(), 'like') $$,
    'one of a kind for each');
select is(activity, zoe() || '/acts/2', 'undone by the last of them')
from support where site_id = 1 and remote = zoe() and kind = 'like';
select say(zoe(), 8, 'Like', note() || '/news/1'),
    say(zoe(), 9, 'Like', note() || '/news/2') \g /dev/null
select results_eq($$ select news from support where site_id = 1
    and remote = zoe() and kind = 'like' order by 1 $$, 'values (0), (1)',
    'each note by itself, of those that are');
select is(core.note_doc(1, 1)->f->>'totalItems', want, f || ' are people')
from (values ('likes', '3'), ('shares', '2')) t (f, want);
select is(signs, 0::bigint, 'no signature comes of it') from log
where (site_id, item) = (1, 1);
delete from support where site_id = 1;
select say(zoe(), 20 + n::int, 'Like', url)
from unnest(array['https://b.example/petitions/1', note(9),
    zoe() || '/notes/1', note() || '/actor', note() || '/', '',
    'https://a.example', 'https://a.example/petitions/1?x'])
    with ordinality u (url, n) \g /dev/null
select is_empty('select from support where site_id = 1',
    'what is not a petition''s cannot be liked');
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select say(zoe(), 40, 'Like', note(3)) \g /dev/null
select is_empty('select from support where site_id = 1',
    'nor what was taken back');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
