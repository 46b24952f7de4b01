-- core.comment_reject: the author's server is told
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select reply(zoe(), 1, note(), 'Un'), reply(eve(), 1, note(), 'Deux')
\g /dev/null
update comment set hidden_at = '2026-05-01T10:00:00Z' where site_id = 1;
select id as c from comment where site_id = 1 and remote = zoe() \gset
select id as d from comment where site_id = 1 and remote = eve() \gset
select federated(2) as before \gset
create function public.letters() returns setof letter
language sql security definer as $$
    with gone as (delete from placet.letter where site_id = 1 returning *)
    select * from gone order by id
$$;
select core.comment_reject(1, :c, true) \g /dev/null
select is(row (host, inbox, actor, doc::jsonb)::text, row ('m.example',
    zoe() || '/inbox', 1, jsonb_build_object(
    '@context', 'https://www.w3.org/ns/activitystreams',
    'id', note() || '/actor#reject/' || :c || '/1777629600000',
    'type', 'Reject', 'actor', note() || '/actor',
    'to', array[zoe()], 'object', zoe() || '/notes/1'))::text,
    'that it is hidden') from letters();
select core.comment_reject(1, :c, false) \g /dev/null
select is(doc::jsonb - '@context', jsonb_build_object(
    'id', note() || '/actor#reject/' || :c || '/1777629600000/undo',
    'type', 'Undo', 'actor', note() || '/actor', 'to', array[zoe()],
    'object', jsonb_build_object(
    'id', note() || '/actor#reject/' || :c || '/1777629600000',
    'type', 'Reject', 'actor', note() || '/actor',
    'to', array[zoe()], 'object', zoe() || '/notes/1')),
    'and that it is no longer') from letters();
select core.comment_reject(1, :c, true),
    core.comment_reject(1, :c, false) \g /dev/null
select is(array_agg(doc::jsonb->>'type'), '{Undo}',
    'what still waits is not said after that') from letters();
select core.comment_reject(1, 999999, true),
    core.comment_reject(2, :c, true) \g /dev/null
select is_empty('select letters()', 'of none, nothing');
insert into peer_rule (site_id, host, level) values (1, 'e.example',
    'suspend');
select core.comment_reject(1, :d, true) \g /dev/null
select is_empty('select letters()', 'no word to who is suspended');
update remote set gone_at = now() where id = zoe();
select core.comment_reject(1, :c, true) \g /dev/null
select is_empty('select letters()', 'nor to who is gone');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
