-- courier.delivery_done: on, again later, or not for a long time
begin;
select plan(31);
\ir fixture.psql
insert into placet.peer (site_id, host, cursor, leased_until, fails)
select site, host, 5, now() + interval '1 minute', 0
from unnest('{1,2}'::int[]) site, unnest('{ok,drop,retry,slow,x}'::text[])
    host;
create function public.done(_host text, _n bigint, _outcome text,
    _after int default null, _scheme text default null,
    _inbox text default null)
returns void language sql as $$
    select courier.delivery_done(array[1], array[_host], array[_n],
        array[_outcome], array[_after], array[_scheme], array[_inbox])
$$;
create function public.peer(_host text) returns placet.peer
language sql security definer as $$
    select * from placet.peer where (site_id, host) = (1, _host)
$$;
set local role placet_courier;
select courier.delivery_done('{1,1,1,1}', '{ok,drop,retry,slow}', '{6,7,6,6}',
    '{ok,drop,retry,retry}', '{null,null,null,3600}',
    '{rfc9421,null,null,null}', '{https://ok/in,null,null,null}') \g /dev/null
reset role;
select results_eq('select host, cursor, fails, leased_until,
    last_ok is not null, failing_from is not null, scheme
    from placet.peer where site_id = 1 order by host', $$ values
    ('drop', 7::bigint, 0, null::timestamptz, false, false, 'cavage'),
    ('ok', 6, 0, null, true, false, 'rfc9421'),
    ('retry', 5, 1, null, false, true, 'cavage'),
    ('slow', 5, 1, null, false, true, 'cavage'),
    ('x', 5, 0, now() + interval '1 minute', false, false, 'cavage') $$,
    'each as it went');
select ok(due_at <= now(), 'who took it gets the next at once: ' || host)
from placet.peer where site_id = 1 and host in ('ok', 'drop');
select ok((peer('retry')).due_at between now() + interval '20 s'
    and now() + interval '40 s', 'who did not waits half a minute');
select ok((peer('slow')).due_at = now() + interval '1 hour',
    'or as long as it says');
set local role placet_courier;
select done('slow', 6, 'retry', 99999999), done('ok', 4, 'ok'),
    done('nobody', 4, 'ok') \g /dev/null
reset role;
select ok((peer('slow')).due_at = now() + interval '1 day',
    'but no longer than a day');
select is((peer('ok')).cursor, 6::bigint, 'a cursor never goes back');
select is((peer('ok')).scheme, 'rfc9421', 'what was understood is kept');

-- The breaker, and death.
set local role placet_courier;
select done('retry', 6, 'retry') from generate_series(1, 3) \g /dev/null
reset role;
select is((peer('retry')).opened_at, null, 'four failures may happen');
set local role placet_courier;
select done('retry', 6, 'retry') \g /dev/null
reset role;
select is((peer('retry')).opened_at, now(), 'after five it is only probed');
select ok((peer('retry')).due_at > now() + interval '40 min',
    'from time to time');
update placet.peer set failing_from = now() - interval '7 days 23 hours'
where host = 'retry';
set local role placet_courier;
select done('retry', 6, 'retry') \g /dev/null
reset role;
select is((peer('retry')).dead_at, null, 'it has eight days');
update placet.peer set failing_from = now() - interval '8 days 1 minute'
where host = 'retry' and site_id = 1;
set local role placet_courier;
select done('retry', 6, 'retry') \g /dev/null
reset role;
select is((peer('retry')).dead_at, now(), 'then it is dead');
select is((peer('retry')).cursor, 5::bigint, 'where it was');
set local role placet_courier;
select done('retry', 6, 'ok') \g /dev/null
reset role;
select is(row (p.fails, p.failing_from, p.opened_at, p.dead_at)::text,
    '(0,,,)', 'one that is well again is as new') from peer('retry') p;

-- One with many inboxes.
set local role placet_courier;
select done('x', 6, 'more', _inbox => 'https://x/in/c') \g /dev/null
reset role;
select is(row (p.cursor, p.inbox, p.fails, p.leased_until, p.due_at,
    p.last_ok)::text, row (5, 'https://x/in/c', 0, null, now(), now())::text,
    'some inboxes have it: the others are next') from peer('x') p;
set local role placet_courier;
select done('x', 6, 'retry') \g /dev/null
select is(row (p.cursor, p.inbox, p.fails)::text, '(5,https://x/in/c,1)',
    'which fails at the first of them goes on there') from peer('x') p;
select done('x', 6, 'retry', _inbox => 'https://x/in/d') \g /dev/null
select is(row (p.cursor, p.inbox, p.fails)::text, '(5,https://x/in/d,2)',
    'and later behind the last that was well') from peer('x') p;
select done('x', 5, 'retry', _inbox => 'https://x/in/a') \g /dev/null
select is((peer('x')).inbox, 'https://x/in/d', 'of this act, not of another');
select done('x', 6, 'ok', _inbox => 'https://x/in/f') \g /dev/null
select is(row (p.cursor, p.inbox)::text, '(6,)', 'the next begins anew')
from peer('x') p;
reset role;
select is(count(*), 5::bigint, 'on the other site nothing has happened')
from placet.peer where site_id = 2 and cursor = 5 and fails = 0
    and leased_until is not null;
-- Refused (401, 403): three tries of its own, whatever happened before.
update placet.peer set fails = 4, failing_from = now(), cursor = 5
where (site_id, host) = (1, 'retry');
insert into placet.inbox_gone (inbox, host)
select 'https://' || host || '/inbox', host from unnest('{ok,retry}'::text[])
    host;
set local role placet_courier;
select done('retry', 6, 'refuse') \g /dev/null
reset role;
select is(row (p.fails, p.refused, p.failing_from, p.opened_at, p.cursor)
    ::text, '(0,1,,,5)', 'who answers has not failed, and is asked again')
from peer('retry') p;
select ok(p.due_at between now() + interval '20 s' and now()
    + interval '40 s', 'soon') from peer('retry') p;
set local role placet_courier;
select done('retry', 6, 'retry'), done('retry', 6, 'refuse') \g /dev/null
reset role;
select is(row (p.refused, p.cursor)::text, '(2,5)',
    'not to be reached is something else')
from peer('retry') p;
set local role placet_courier;
select done('retry', 6, 'drop') \g /dev/null
reset role;
select is(row (p.refused, p.cursor, p.opened_at)::text, '(0,6,)',
    'the third time the courier calls the last')
from peer('retry') p;
select ok(p.due_at <= now(), 'and the next is sent at once')
from peer('retry') p;
set local role placet_courier;
select done('retry', 7, 'refuse'), done('retry', 7, 'drop') \g /dev/null
reset role;
select is((peer('retry')).refused, 0, 'each act has its own three');
select is(count(*), 2::bigint, 'what is not there is not forgotten')
from placet.inbox_gone;
set local role placet_courier;
select done('ok', 7, 'more', _inbox => 'https://ok/in/c'),
    done('ok', 7, 'ok') \g /dev/null
reset role;
select is(count(*), 2::bigint, 'nor when only the last of many took it')
from placet.inbox_gone;
set local role placet_courier;
select done('ok', 8, 'ok') \g /dev/null
reset role;
select results_eq('select host from placet.inbox_gone', $$ values ('retry') $$,
    'before all was taken');
set local role placet_courier;
select throws_ok('select * from placet.peer', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
