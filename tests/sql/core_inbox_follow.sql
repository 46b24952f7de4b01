-- core.inbox_follow: accepted, again and again, or rejected by policy
begin;
select plan(27);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
insert into act (site_id, n, kind, actor, object, draft)
values (1, 1, 'create', 1, '', '{}');
update site set acts = 1 where id = 1;
delete from letter;
select federated(2) as before \gset

select follow(zoe(), 1, note() || '/actor') \g /dev/null
select results_eq('select actor, remote, host, follow from follower
    where site_id = 1', $$ values (1, zoe(), 'm.example', zoe() || '/acts/1')
    $$, 'who follows is noted');
select is(row (host, cursor, fails)::text, '(m.example,1,0)',
    'its server gets what happens from now on')
from peer where site_id = 1;
select results_eq('select kind, host, url from errand where site_id = 1',
    $$ values ('nodeinfo', 'm.example',
    'https://m.example/.well-known/nodeinfo') $$, 'and is asked what it is');
select is(row (host, inbox, actor)::text, row ('m.example',
    zoe() || '/inbox', 1)::text, 'the answer goes to the person''s own inbox')
from letter;
select is(doc::jsonb - 'id', jsonb_build_object(
    '@context', 'https://www.w3.org/ns/activitystreams', 'type', 'Accept',
    'actor', note() || '/actor', 'to', jsonb_build_array(zoe()),
    'object', jsonb_build_object('id', zoe() || '/acts/1', 'type', 'Follow',
    'actor', zoe(), 'object', note() || '/actor')),
    'accepted, with what was asked') from letter;
select ok(doc::jsonb->>'id' ~ ('^' || note() || '/actor#accept/[0-9a-f]{64}$'),
    'under an id of ours') from letter;

select follow(zoe(), 2, note() || '/actor') \g /dev/null
select is(count(*), 2::bigint, 'asked again, accepted again') from letter;
select results_eq('select follow from follower where site_id = 1',
    $$ values (zoe() || '/acts/2') $$, 'but it is one follower');
select follow(tom(), 1, note() || '/actor'),
    follow(eve(), 1, 'https://a.example/commune'),
    follow(eve(), 2, 'https://a.example/actor') \g /dev/null
select results_eq('select actor, remote, host from follower
    where site_id = 1 order by 1, 2', $$ values (-1, eve(), 'sub.e.example'),
    (0, eve(), 'sub.e.example'), (1, tom(), 'm.example'),
    (1, zoe(), 'm.example') $$, 'others follow, others are followed');
select is(count(*), 2::bigint, 'servers are two') from peer where site_id = 1;

-- Nobody, nothing, nowhere.
delete from letter;
select follow(zoe(), 20 + n::int, url), follow('https://x.example/new',
    n::int, note() || '/actor')
from unnest(array[note(), note(9) || '/actor', 'https://b.example/actor',
    'https://a.example/actor/', 'https://m.example/tom', ''])
    with ordinality u (url, n) \g /dev/null
select is_empty('select from letter', 'what is no actor here is not answered,'
    ' nor who was never seen');

select come(1, zoe(), jsonb_build_object('id', zoe() || '/acts/29',
    'type', 'Follow', 'actor', zoe(), 'object', jsonb_build_object('id',
    note() || '/actor', 'name', repeat('x', 9999)))) \g /dev/null
select is(doc::jsonb->'object'->>'object', note() || '/actor',
    'what is long is not said again') from letter;
update remote set shared_inbox = null, inbox = 'https:nowhere'
where id = eve();
delete from letter;
select lives_ok($$ select follow(eve(), 29, note() || '/actor') $$,
    'an inbox that is nowhere');
select is_empty('select from letter', 'gets nothing');
update remote set inbox = 'https://in.example/eve' where id = eve();
insert into peer (site_id, host, fails, dead_at)
values (1, 'in.example', 99, now());
select follow(eve(), 28, note() || '/actor') \g /dev/null
select is(row (fails, dead_at)::text, '(0,)', 'one on a server that was dead'
    ' is tried again') from peer where (site_id, host) = (1, 'in.example');
delete from follower where remote = eve() and actor = 1;
update remote set inbox = eve() || '/inbox' where id = eve();
delete from letter;

-- Switches.
delete from follower where site_id = 1;
update site set social = 'off' where id = 1;
select follow(zoe(), 30, note() || '/actor') \g /dev/null
select is_empty('select from follower where site_id = 1', 'off: not taken');
select is(doc::jsonb->>'type', 'Reject', 'and told so') from letter;
select follow(zoe(), 31, 'https://a.example/actor') \g /dev/null
select results_eq('select actor from follower where site_id = 1', 'values (0)',
    'the feed of the site is another matter');
update site set aggregation = 'allow', social = 'open' where id = 1;
select follow(tom(), 32, 'https://a.example/actor') \g /dev/null
select is_empty($$ select from follower where site_id = 1 and remote = tom()
    $$, 'which may be for those of a list');
insert into peer_rule (site_id, host, level) values (1, 'm.example', 'allow');
select follow(tom(), 33, 'https://a.example/actor') \g /dev/null
select isnt_empty($$ select from follower where site_id = 1
    and remote = tom() $$, 'on which they are now');
update site set aggregation = 'off' where id = 1;
select follow(eve(), 34, 'https://a.example/actor'),
    follow(eve(), 35, 'https://a.example/commune') \g /dev/null
select results_eq($$ select actor from follower where site_id = 1
    and remote = eve() $$, 'values (-1)', 'or for nobody');

-- A hundred of one server.
update site set aggregation = 'open' where id = 1;
insert into remote (id, host, type, username, inbox, shared_inbox)
select 'https://m.example/' || n, 'm.example', 'Person', n,
    'https://m.example/' || n || '/inbox', 'https://m.example/inbox'
from generate_series(1, 99) n;
delete from follower where site_id = 1 and actor = 0;
select follow('https://m.example/' || n, 1, 'https://a.example/actor')
from generate_series(1, 99) n \g /dev/null
delete from letter;
select follow(zoe(), 36, 'https://a.example/actor'),
    follow(tom(), 36, 'https://a.example/actor'),
    follow(zoe(), 37, 'https://a.example/actor'),
    follow(eve(), 36, 'https://a.example/actor') \g /dev/null
select results_eq($$ select doc::jsonb->>'type', doc::jsonb->'to'->>0
    from letter order by id $$, $$ values ('Accept', zoe()), ('Reject', tom()),
    ('Accept', zoe()), ('Accept', eve()) $$,
    'the hundred-and-first who would take all there is does not');

-- An inbox on a server that is suspended.
delete from letter;
insert into peer_rule (site_id, host, level)
values (1, 'dark.example', 'suspend');
update remote set shared_inbox = 'https://dark.example/inbox'
where id = tom();
select follow(tom(), 40, note() || '/actor') \g /dev/null
select is_empty($$ select from follower where host = 'dark.example' $$,
    'nobody has things sent to a server that is suspended');
select is_empty('select from letter', 'nor an answer');
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select follow(zoe(), 41, note(3) || '/actor') \g /dev/null
select is_empty($$ select from follower where (site_id, actor) = (1, 3) $$,
    'what was taken back is not followed');
select is(doc::jsonb->>'type', 'Reject', 'and who asks is told')
from letter;
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
