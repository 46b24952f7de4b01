-- core.remote_forget: somebody is gone, with all that was said
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select follow(a, 1, note() || '/actor'), say(a, 2, 'Like', note()),
    reply(a, 3, note(), 'Un') from unnest(array[zoe(), tom()]) a \g /dev/null
update comment set state = 'shown';
update comment set url = object, lang = 'fr';
insert into report (site_id, id, remote, objects, text)
select 1, sha256(r::bytea), r, array[r], 'x' from unnest(array[zoe(), tom()]) r;
update remote set also_known_as = array[eve()], moved_to = eve();
select core.remote_forget(zoe()) \g /dev/null
select is(row (username, name, url, also_known_as, moved_to, gone_at = now()
    )::text, '("","",,{},,t)', 'no name is kept')
from remote where id = zoe();
select is_empty($$ select from remote_key where owner = zoe() $$, 'no key');
select is_empty($$ select from follower where remote = zoe() $$,
    'no following');
select is_empty($$ select from support where remote = zoe() $$, 'no likes');
select is(array(select remote from report), array[tom()], 'no report');
select is(row (state, text, url, lang)::text, '(deleted,"",,)', 'no words')
from comment where remote = zoe();
select is((select count(*) from follower where remote = tom())
    + (select count(*) from support where remote = tom())
    + (select count(*) from comment where remote = tom() and text <> ''),
    3::bigint, 'of the neighbour all is kept');
select lives_ok('select core.remote_forget(zoe())', 'twice is once');
select lives_ok($$ select core.remote_forget('https://x.example/') $$,
    'a stranger is forgotten already');

select finish();
rollback;
