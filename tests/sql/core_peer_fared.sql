-- core.peer_fared: servers that answer letters, and those that do not
begin;
select plan(16);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
create function public.fared(_host text, _well boolean,
    _after int default null, _ok boolean default true)
returns void language sql as $$
    select core.peer_fared(jsonb_build_array(jsonb_build_object('site', 1,
        'host', _host, 'well', _well, 'ok', _well and _ok, 'after', _after)))
$$;
create function public.peer(_host text) returns placet.peer
language sql as $$
    select * from placet.peer where (site_id, host) = (1, _host)
$$;
insert into peer (site_id, host, cursor)
select site, h, 0 from unnest('{1,2}'::int[]) site, unnest('{a,b}'::text[]) h;
insert into letter (site_id, host, inbox, actor, doc)
select site, 'a', 'x', 0, '{}' from unnest('{1,1,2}'::int[]) site;
select fared('a', true) \g /dev/null
select is(row (p.fails, p.last_ok, p.due_at)::text,
    row (0, now(), now())::text, 'one that takes letters is well')
from peer('a') p;
select fared('b', true, null, false) \g /dev/null
select is((peer('b')).last_ok, null, 'one that refuses them took none');
select fared('a', false) from generate_series(1, 4) \g /dev/null
select is(row (p.fails, p.failing_from, p.opened_at, p.due_at)::text,
    row (4, now(), null::timestamptz, now())::text,
    'four failures may happen, and delay no acts') from peer('a') p;
select is(max(due_at), now(), 'nor letters') from letter;
select fared('a', false) \g /dev/null
select is((peer('a')).opened_at, now(), 'after five it is only probed');
select ok((peer('a')).due_at > now() + interval '40 min', 'later');
select is(due_at, (peer('a')).due_at, 'as are its letters') from letter
where site_id = 1;
select is(due_at, now(), 'of this site') from letter where site_id = 2;
select fared('a', false, 80000) \g /dev/null
select is((peer('a')).due_at, now() + interval '80000 s',
    'when it says, if it says so');
select fared('a', true, null, false) \g /dev/null
select is(row (p.fails, p.failing_from, p.opened_at, p.due_at)::text,
    row (0, null::timestamptz, null::timestamptz, now())::text,
    'one that answers again is as new') from peer('a') p;
select is(max(due_at), now(), 'and gets what waited') from letter;
update peer set failing_from = now() - interval '8 days 1 s', fails = 9
where (site_id, host) = (1, 'a');
select fared('a', false) \g /dev/null
select is((peer('a')).dead_at, now(), 'after eight days it is dead');
select fared('https.example', true), fared('new.example', false) \g /dev/null
select is((peer('new.example')).fails, 1, 'one that is not known is met');
select is((peer('https.example')).host, null, 'once it fails');
select is(count(*), 2::bigint, 'on the other site nothing has happened')
from peer where site_id = 2 and fails = 0 and last_ok is null;

select finish();
rollback;
