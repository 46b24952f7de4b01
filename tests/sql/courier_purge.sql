-- courier.purge: what has had its time goes, so many at once
begin;
select plan(17);
\ir fixture.psql
\ir federation.psql
insert into placet.seen (site_id, id, at) values
    (1, '\x01', now() - interval '31 days'), (1, '\x02', now()),
    (1, '\x03', now() - interval '29 days');
insert into placet.grave (site_id, object, remote, at) values
    (1, '\x01', 'x', now() - interval '31 days'),
    (1, '\x02', 'x', now() - interval '29 days');
insert into placet.deferred (site_id, host, key, request, body, at) values
    (1, 'h', 'old', '{}', '{}', now() - interval '25 hours'),
    (1, 'h', 'new', '{}', '{}', now() - interval '23 hours');
insert into placet.errand (site_id, kind, host, url, at) values
    (1, 'actor', 'h', 'old', now() - interval '9 days'),
    (1, 'actor', 'h', 'new', now() - interval '7 days');
insert into placet.fetch_failed (url, host, until) values
    ('old', 'h', now() - interval '8 days'),
    ('new', 'h', now() - interval '6 days');
insert into placet.host_failed (host, until)
select url, until from placet.fetch_failed;
insert into placet.inbox_gone (inbox, host, at) values
    ('old', 'h', now() - interval '15 days'), ('new', 'h', now());
select follow(zoe(), 1, note() || '/actor'), reply(tom(), 2, note(), 'Un')
\g /dev/null
select reply(tom(), 3, note(), 'Deux'), reply(eve(), 1, note(), 'Trois')
\g /dev/null
update placet.comment set state = 'deleted'
where object in (tom() || '/notes/3', eve() || '/notes/1');
update placet.comment set received_at = now() - interval '31 days'
where object <> tom() || '/notes/3';
update placet.remote set fetched_at = now() - interval '31 days';
insert into placet.remote (id, host, type, username, inbox, fetched_at)
values ('https://x.example/new', 'x.example', 'Person', 'x', 'y',
    now() - interval '29 days'), ('https://x.example/quotes', 'x.example',
    'Person', 'q', 'y', now() - interval '31 days');
insert into placet.quote (site_id, id, petition, object, instrument, remote)
values (1, '\x01', 1, note(), 'p', 'https://x.example/quotes');
delete from placet.seen where id not in ('\x01', '\x02', '\x03');
insert into placet.orphan (site_id, object, remote, host, reply_to, text, at)
values (1, 'old', tom(), 'h', 'x', 't', now() - interval '25 hours'),
    (1, 'new', tom(), 'h', 'x', 't', now() - interval '23 hours');
set local role placet_courier;
select courier.purge(1000) \g /dev/null
select throws_ok('delete from placet.seen', '42501', null,
    'the courier cannot delete by itself');
reset role;
select results_eq('select object collate "default" from placet.orphan',
    $$ values ('new') $$, 'replies whose thread was not found in a day');
select results_eq('select id from placet.seen order by id',
    $$ values ('\x02'::bytea), ('\x03') $$, 'ids are known for a month');
select results_eq('select object from placet.grave',
    $$ values ('\x02'::bytea) $$, 'so is what was deleted');
select results_eq('select key from placet.deferred', $$ values ('new') $$,
    'a day for keys');
select results_eq('select url from placet.errand where host = ''h''',
    $$ values ('new') $$, 'eight for errands');
select results_eq('select url from placet.fetch_failed',
    $$ values ('new') $$, 'a week for failures that are over');
select results_eq('select host from placet.host_failed union all
    select inbox from placet.inbox_gone', $$ values ('new'), ('new') $$,
    'of servers, and of inboxes a fortnight');
select results_eq('select object collate "default" from placet.comment
    order by id', $$ values (tom() || '/notes/2'), (tom() || '/notes/3') $$,
    'a month for comments that were deleted');
select results_eq('select id from placet.remote order by id', $$ values
    (tom()), (zoe()), ('https://x.example/new'),
    ('https://x.example/quotes') $$,
    'people of whom nothing is left are forgotten');
select is(count(*), 2::bigint, 'with their keys') from placet.remote_key;
insert into placet.flag (site_id, remote, activity, objects, state, at)
select 1, 'x', days || state, '{}', state, now() - make_interval(days => days)
from unnest('{300,400}'::int[]) days, unnest('{open,closed}'::text[]) state;
set local role placet_courier;
select courier.purge(100) \g /dev/null
reset role;
select results_eq('select activity from placet.flag order by 1',
    $$ values ('300closed'), ('300open'), ('400open') $$,
    'a year for reports that were closed');
insert into placet.seen (site_id, id, at)
select 1, int4send(n), now() - interval '40 days' from generate_series(1, 9) n;
set local role placet_courier;
select is(courier.purge(4), '{"more": true, "failed": []}',
    'it says whether there is more');
select is(courier.purge(100), '{"more": false, "failed": []}', 'until not');
reset role;
select is(count(*), 2::bigint, 'so many at once') from placet.seen;

-- One kind that cannot be looked through keeps no other.
create table public.pin (site_id int, id bigint,
    foreign key (site_id, id) references placet.flag);
insert into public.pin select site_id, id from placet.flag;
update placet.flag set state = 'closed';
update placet.seen set at = now() - interval '40 days';
insert into placet.mail_budget values (1, 'a', 1, now() - interval '2 days');
set local role placet_courier;
select matches(courier.purge(100)->'failed'->>0, '^flag: .*pin',
    'what was in the way is named');
reset role;
select is_empty('select from placet.seen union all
    select from placet.mail_budget', 'the rest is gone, before and after');

select finish();
rollback;
