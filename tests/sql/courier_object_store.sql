-- courier.object_store: what was fetched becomes a comment, or waits
\ir fixture.psql
\ir federation.psql
create function public.errand(_kind text, _url text, _depth int default 0)
returns bigint language sql security definer
set search_path = placet, pg_temp as $$
    insert into errand (site_id, kind, host, url, petition, depth)
    values (1, _kind, 'h', _url, 1, _depth) returning id
$$;
create function public.store(_errand bigint, _actor text, _n int, _to text,
    _text text default 'Bien dit', _updated text default null)
returns text language sql as $$
    select courier.object_store(1, _errand, _actor,
        _actor || '/notes/' || _n, _to, null, 'fr', 1767225600, _text,
        _updated)->>'state'
$$;
create function public.said() returns text language sql security definer
set search_path = placet, pg_temp as $$
    select coalesce(string_agg(substring(object from '[a-z]+/notes/\d+')
        || ' ' || state, ', ' order by id), '') from comment
$$;
call elsewhere();
begin;
select plan(30);
set local role placet_courier;
select is(store(errand('object', 'u1'), zoe(), 1, note()), 'stored',
    'a reply to a petition');
select is(store(errand('object', 'u2'), zoe(), 1, note()), 'known',
    'is known the next time');
reset role;
select results_eq($$ select petition, remote, host, reply_to, text, lang,
    state, core.stamp(published_at) from placet.comment where site_id = 1 $$,
    $$ values (1, zoe(), 'm.example', note(), 'Bien dit', 'fr', 'pending',
    '2026-01-01T00:00:00Z') $$, 'as it would be if it had come');
set local role placet_courier;
select is(store(errand('object', 'u3'), zoe(), 1, note(), 'Mieux dit'),
    'known', 'its words changed');
select is(store(errand('object', 'u4'), tom(), 1, zoe() || '/notes/1'),
    'stored', 'a reply to a reply');
select is(store(errand('object', 'u5'), tom(), 2, 'https://m.example/9'),
    'ignored', 'a reply to nothing of ours, from where nobody may go up');
select is(store(errand('object', 'u6', 2), eve(), 9,
    'https://sub.e.example/eve/notes/8'), 'waits', 'one from where one may');
reset role;
select results_eq($$ select kind, url, petition, depth from placet.errand
    where host = 'sub.e.example' and url like '%/8' $$,
    $$ values ('object', 'https://sub.e.example/eve/notes/8', 1, 1) $$,
    'waits for what it replies to');
set local role placet_courier;
select is(store(errand('object', 'u7', 1), eve(), 8,
    'https://sub.e.example/eve/notes/7'), 'waits', 'which waits too');
reset role;
delete from placet.errand where url like '%/7';
set local role placet_courier;
select is(store(errand('object', 'u17', 3), eve(), 9,
    'https://sub.e.example/eve/notes/8'), 'waits', 'asked for again');
reset role;
select results_eq($$ select url, depth from placet.errand
    where host = 'sub.e.example' and url like '%/7' $$,
    $$ values ('https://sub.e.example/eve/notes/7', 2) $$,
    'it goes on where that ended');
set local role placet_courier;
select is(store(errand('object', 'u8', 0), eve(), 6,
    'https://sub.e.example/eve/notes/5'), 'ignored', 'so far and no further');
select is(store(errand('object', 'u9'), eve(), 7, note()), 'stored',
    'then all of them come');
reset role;
select is((select string_agg(object || ' ' || petition, ', ' order by id)
    from placet.comment where host = 'sub.e.example' and site_id = 1),
    (select string_agg(eve() || '/notes/' || n || ' 1', ', ')
    from unnest('{7, 8, 9}'::int[]) n), 'in their order');
select is((select count(*) from placet.orphan), 0::bigint, 'and none waits');
select is((select text from placet.comment where site_id = 1 and object
    = zoe() || '/notes/1'), 'Mieux dit', 'the new words are there');
set local role placet_courier;
select is(courier.object_store(1, errand('object', 'u10'),
    'https://m.example/new', 'https://m.example/new/1', note(), null, null,
    null, 'Oui', null), '{"state": "actor"}', 'who is unknown is fetched');
select is(courier.object_store(1, errand('object', 'u11'),
    'https://m.example/new', 'https://m.example/new/2', 'https://x.example/',
    null, null, null, 'Oui', null), '{"state": "ignored"}',
    'not for what is nothing of ours');
reset role;
insert into placet.peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend');
set local role placet_courier;
select is(store(errand('object', 'u12'), eve(), 20, note()), 'ignored',
    'nothing of a server that is suspended');
select is(store(errand('object', 'u13'), zoe(), 21, eve() || '/notes/7'),
    'ignored', 'nor in reply to one there');
reset role;
delete from placet.peer_rule;
select say(tom(), 50, 'Delete', tom() || '/notes/30') \g /dev/null
update placet.remote set gone_at = now() where id = eve();
set local role placet_courier;
select is(store(errand('object', 'u14'), tom(), 30, note()), 'ignored',
    'nor what was deleted before');
select is(store(errand('object', 'u15'), eve(), 31, note()), 'ignored',
    'nor of who is gone');
reset role;
insert into placet.flood (site_id, who) values (1, 'm.example');
set local role placet_courier;
select is(store(errand('object', 'u18'), tom(), 41, note()), 'later',
    'when a moderator has enough to read');
reset role;
delete from placet.flood;
insert into placet.orphan (site_id, object, remote, host, reply_to, text)
select 1, 'o' || n, tom(), 'm.example', 'r' || n, 't'
from generate_series(1, 256) n;
set local role placet_courier;
select is(store(errand('object', 'u19', 9), tom(), 42,
    'https://m.example/far'), 'waits', 'when many of one server wait');
reset role;
select is((select count(*) from placet.orphan), 256::bigint,
    'no more of that one do');
insert into placet.orphan (site_id, object, remote, host, reply_to, text)
select 1, 'o' || n, tom(), 'x.example', 'r' || n, 't'
from generate_series(257, 1024) n;
set local role placet_courier;
select is(store(errand('object', 'u16', 9), tom(), 40,
    'https://m.example/far'), 'waits', 'when too many wait');
reset role;
select is((select count(*) from placet.orphan), 1024::bigint,
    'no more of them do');
select is((select string_agg(distinct site_id::text, ',') from placet.orphan),
    '1', 'of this site');
set local role placet_courier;
select is(store(errand('object', 'u20'), zoe(), 43, note()), 'stored',
    'what need not wait comes all the same');
reset role;
set local role placet_courier;
select throws_ok('select * from placet.orphan', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
