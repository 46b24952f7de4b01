-- courier.remote_store: an actor as fetched, its keys, where it moved
begin;
select plan(15);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
create function public.ann(_more jsonb default '{}') returns text
language sql as $$
    select (jsonb_build_object('id', 'https://n.example/ann',
        'host', 'n.example', 'type', 'Person', 'username', 'ann',
        'name', 'Ann', 'url', 'https://n.example/@ann',
        'inbox', 'https://n.example/ann/inbox', 'shared_inbox', null,
        'also_known_as', '[]'::jsonb, 'placet', false, 'keys',
        '[{"id": "https://n.example/ann#1", "kind": "rsa", "key": "A"},
        {"id": "https://n.example/ann#2", "kind": "ed25519", "key": "B"}]'
        ::jsonb) || _more)::text
$$;
insert into fetch_failed (url, host, until)
select 'https://n.example/' || name, 'n.example', now() + interval '1 hour'
from unnest('{ann,keys,other}'::text[]) name;
insert into host_failed (host, until) values
    ('n.example', now() + interval '1 hour'),
    ('m.example', now() + interval '1 hour');
set local role placet_courier;
select courier.remote_store(ann()) \g /dev/null
reset role;
select is(row (host, type, username, name, url, inbox, shared_inbox,
    gone_at)::text, row ('n.example', 'Person', 'ann', 'Ann',
    'https://n.example/@ann', 'https://n.example/ann/inbox', null,
    null)::text, 'as fetched') from remote
where id = 'https://n.example/ann';
select results_eq($$ select id, kind, key from remote_key
    where owner like '%/ann' order by id $$, $$ values
    ('https://n.example/ann#1', 'rsa', 'A'),
    ('https://n.example/ann#2', 'ed25519', 'B') $$, 'with its keys');
select results_eq('select url from fetch_failed order by 1',
    $$ values ('https://n.example/keys'), ('https://n.example/other') $$,
    'its failures are forgotten');
select results_eq('select host from host_failed', $$ values ('m.example') $$,
    'and its server''s');

-- Again: it changed, one key is new, one is gone, one is somebody else's.
insert into peer (site_id, host) values (1, 'n.example'), (1, 'm.example'),
    (2, 'n.example');
update remote set gone_at = now() where id = 'https://n.example/ann';
set local role placet_courier;
select courier.remote_store(ann(jsonb_build_object('name', repeat('é', 300),
    'placet', true, 'keys', jsonb_build_array(
    '{"id": "https://n.example/ann#1", "kind": "rsa", "key": "A2"}'::jsonb,
    '{"id": "https://n.example/ann#3", "kind": "rsa", "key": "C"}'::jsonb,
    jsonb_build_object('id', zoe() || '#main-key', 'kind', 'rsa', 'key',
    'stolen'))))) \g /dev/null
reset role;
select is(row (length(name), placet, gone_at)::text, '(200,t,)',
    'what changed is changed, a name is cut, who was gone is back')
from remote where id = 'https://n.example/ann';
select results_eq('select site_id, host from peer where placet order by 1',
    $$ values (1, 'n.example'), (2, 'n.example') $$,
    'its server speaks as we do if it says so');
select results_eq($$ select id, owner, key from remote_key
    where owner like '%/ann' or id = zoe() || '#main-key' order by id $$,
    $$ values (zoe() || '#main-key', zoe(), 'PEM of zoe'),
    ('https://n.example/ann#1', 'https://n.example/ann', 'A2'),
    ('https://n.example/ann#3', 'https://n.example/ann', 'C') $$,
    'keys are those that it lists now, but no one else''s');

-- Moves: believed when the new one says so too.
select follow(zoe(), 1, note() || '/actor'),
    follow(zoe(), 2, note(1, 2) || '/actor', 2),
    follow(tom(), 1, note() || '/actor') \g /dev/null
set local role placet_courier;
select courier.remote_store(ann(jsonb_build_object('also_known_as',
    jsonb_build_array(zoe(), tom())))) \g /dev/null
reset role;
select is_empty($$ select from follower where remote like '%/ann' $$,
    'to say that one was somebody moves nobody');
update remote set moved_to = 'https://n.example/ann' where id = zoe();
set local role placet_courier;
select courier.remote_store(ann()) \g /dev/null
reset role;
select is_empty($$ select from follower where remote like '%/ann' $$,
    'nor does it that somebody says to have become one');
insert into peer_rule (site_id, host, level)
values (2, 'n.example', 'suspend');
set local role placet_courier;
select courier.remote_store(ann(jsonb_build_object('also_known_as',
    jsonb_build_array(zoe(), tom())))) \g /dev/null
reset role;
select results_eq('select site_id, remote, host from follower order by 1, 2',
    $$ values (1, tom(), 'm.example'),
    (1, 'https://n.example/ann', 'n.example') $$,
    'both together do, except to where the site has suspended');
select isnt_empty($$ select from peer where (site_id, host)
    = (1, 'n.example') $$, 'and that server is sent to');

-- Another inbox.
set local role placet_courier;
select courier.remote_store(ann('{"shared_inbox":
    "https://in.n.example/inbox"}')) \g /dev/null
reset role;
select results_eq($$ select host from follower where remote like '%/ann' $$,
    $$ values ('in.n.example') $$, 'things go to where the inbox is');
select isnt_empty($$ select from peer where host = 'in.n.example' $$,
    'which is met');
insert into peer_rule (site_id, host, level)
values (1, 'dark.example', 'suspend');
set local role placet_courier;
select courier.remote_store(ann('{"shared_inbox":
    "https://dark.example/inbox"}')) \g /dev/null
reset role;
select is_empty($$ select from follower where remote like '%/ann' $$,
    'unless it is suspended');
set local role placet_courier;
select throws_ok('select * from placet.remote', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
