-- courier.letter_take: what is due, to one courier at a time
\ir fixture.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
insert into placet.peer (site_id, host, scheme, scheme_at)
values (1, 'm.example', 'rfc9421', now()), (2, 'n.example', 'rfc9421', now());
insert into placet.letter (site_id, host, inbox, actor, doc, due_at,
    leased_until, attempts)
select 1 + n % 2, h || '.example', 'https://' || h || '.example/in', -1,
    'd' || n,
    now() + due * '1 s'::interval, now() + lease * '1 s'::interval, n
from (values (1, -9, null, 'o'), (2, -99, null, 'm'), (3, 600, null, 'p'),
    (4, -60, 600, 'q'), (5, -5, -5, 'n'), (6, -3, null, 'n'),
    (7, -2, null, 'q')) t (n, due, lease, h);
create function public.taken(_n int) returns text language sql as $$
    select coalesce(string_agg(d->>'doc', ', ' order by d->>'doc'), '')
    from json_array_elements(courier.letter_take(_n, 60)) d
$$;
begin;
select plan(13);
set local role placet_courier;
select is(taken(1), 'd2', 'the longest due first, so many at most');
reset role;
select is(x, 'd1, d5', 'another courier takes others, one a host, those of'
    ' leases that ran out too') from dblink(:'other', 'select taken(9)') t (x text);
set local role placet_courier;
select is(taken(9), '', 'then there is none');
reset role;
delete from placet.letter where doc in ('d4', 'd5');
set local role placet_courier;
select is(taken(9), 'd6, d7', 'the next once the one before is done');
reset role;
update placet.letter set leased_until = null;
set local role placet_courier;
select is(courier.letter_take(1, 60)::jsonb->0 #- '{id}', '{"site": 1,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e",
    "origin": "https://a.example", "host": "m.example",
    "inbox": "https://m.example/in", "actor": "https://a.example/commune",
    "doc": "d2", "refused": 0, "scheme": "rfc9421", "keys": []}',
    'what, to whom, signed by whom and how');
reset role;
-- Somebody there followed the commune before its key was replaced.
insert into placet.remote (id, host, type, username, inbox)
values ('https://m.example/z', 'm.example', 'Person', 'z', '');
insert into placet.follower (site_id, actor, remote, host, follow, at)
values (1, -1, 'https://m.example/z', 'm.example', 'f', now() - interval '1 h');
update placet.site set rsa = 'PEM', rsa_old = 'OLD', rekey_act = 9,
    rekeyed_at = now();
create function public.key_at(_cursor bigint) returns jsonb
language sql security definer as $$
    update placet.letter set leased_until = null where doc = 'd2';
    update placet.peer set cursor = _cursor where site_id = 1;
    select courier.letter_take(1, 60)::jsonb->0->'keys'->0
$$;
set local role placet_courier;
select is(key_at(8), to_jsonb(encode(sha256('OLD'), 'hex')),
    'by the old key while it was not told of the new one');
select is(key_at(9), to_jsonb(encode(sha256('PEM'), 'hex')),
    'by the new one then');
select is(j->>'scheme', 'cavage', 'the old signature where nothing is known')
from json_array_elements(courier.letter_take(9, 60)) j
where j->>'site' = '2' limit 1;
reset role;

-- Servers that are only probed, or dead; of two sites one may know better.
delete from placet.letter;
insert into placet.peer (site_id, host, last_ok, fails, opened_at, due_at,
    dead_at)
select site, h || '.example', now(), 9, now(), now() + due * '1 s'::interval,
    now() + dead * '1 s'::interval
from (values (1, 'open', 60, null), (1, 'due', -60, null),
    (1, 'dead', -60, 0), (1, 'one', 60, null)) t (site, h, due, dead);
insert into placet.letter (site_id, host, inbox, actor, doc, due_at)
select site, h || '.example', 'https://' || h || '.example/in', -1, doc,
    now() - ago * '1 s'::interval
from (values (1, 'open', 'o', 9), (1, 'due', 'd', 9), (1, 'due', 'e', 8),
    (1, 'dead', 'x', 9), (1, 'one', 'p', 9), (2, 'one', 'q', 8))
    t (site, h, doc, ago);
set local role placet_courier;
select is(taken(9), 'd, q', 'a probe when its time has come');
reset role;

-- The slow do not take all the room.
delete from placet.letter;
insert into placet.peer (site_id, host, last_ok)
values (1, 'good.example', now());
insert into placet.letter (site_id, host, inbox, actor, doc, due_at)
select 1, 's' || n || '.example', 'https://s/in', -1, 's', now() - interval
    '9 s' from generate_series(1, 40) n
union all select 1, 'good.example', 'https://g/in', -1, 'good', now();
set local role placet_courier;
select is(taken(64), 'good' || repeat(', s', 16),
    'sixteen to those that were never reached, or failed');
select is(taken(64), '', 'as long as they are in our hands');
reset role;
update placet.letter set leased_until = null where host = 's1.example';
set local role placet_courier;
select is(taken(64), 's', 'then the next');
select throws_ok('select * from placet.letter', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
