-- courier.deferred_take: one of each host at a time, to one courier
\ir fixture.psql
\ir federation.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
insert into placet.deferred (site_id, host, key, request, body, due_at,
    leased_until)
select 1 + n % 2, host, 'https://' || host || '/' || n || '#k', '{}',
    'body ' || n, now() + due * interval '1 s', now() + lease * interval '1 s'
from (values (1, 'm.example', -9, null), (2, 'm.example', -99, null),
    (3, 'n.example', 600, null), (4, 'o.example', -60, 600),
    (5, 'o.example', -60, null), (6, 'p.example', -5, -5))
    t (n, host, due, lease);
insert into placet.deferred (site_id, host, key, request, body, due_at)
values (1, 'sub.e.example', eve() || '#main-key', '{}', 'hers',
    now() - interval '1 s');
create function public.taken(_n int) returns text language sql as $$
    select coalesce(string_agg(d->>'body', ', ' order by d->>'body'), '')
    from jsonb_array_elements(courier.deferred_take(_n, 60)) d
$$;
begin;
select plan(11);
set local role placet_courier;
select is(taken(9), 'body 1, body 6, hers',
    'the first of each host that is due and has none out');
select is(taken(9), '', 'then none');
reset role;
select is(x, '', 'nor for another courier meanwhile')
from dblink(:'other', 'select taken(9)') t (x text);
update placet.deferred set leased_until = now() - interval '1 s'
where body in ('body 1', 'hers');
set local role placet_courier;
select is((courier.deferred_take(9, 60)->-1) - '{id,at,keys}'::text[],
    jsonb_build_object('site', 1, 'uuid', '0197a1c2d3e4f5061728394a5b6c7d8e',
    'origin', 'https://a.example', 'key', eve() || '#main-key',
    'request', '{}'::jsonb, 'body', 'hers', 'known', jsonb_build_object(
    'owner', eve(), 'kind', 'rsa', 'key', 'PEM of eve')),
    'a lease that ran out frees it, with the key if it is there by now');
reset role;
update placet.deferred set leased_until = now() - interval '1 s'
where body = 'hers';
update placet.remote_key set stale_at = now() where owner = eve();
set local role placet_courier;
select is((courier.deferred_take(9, 60)->-1)->'known', 'null',
    'but not one that did not fit');
reset role;
update placet.deferred set leased_until = now() - interval '1 s'
where body = 'hers';
update placet.site set rsa_old = 'OLD', rekey_act = 9, rekeyed_at = now();
set local role placet_courier;
select is((courier.deferred_take(9, 60)->-1)->'keys', jsonb_build_array(
    encode(sha256('PEM'), 'hex'), encode(sha256('OLD'), 'hex')),
    'it is fetched with the new key, or else the old one');
select throws_ok('select * from placet.deferred', '42501', null,
    'the courier cannot read the tables itself');
reset role;

-- What did not answer just now is left alone.
update placet.deferred set leased_until = null, due_at = now(),
    host = case when host = 'm.example' then host else 'n.example' end;
insert into placet.host_failed (host, until) values
    ('m.example', now() + interval '1 s'), ('n.example', now());
set local role placet_courier;
select is(count(*), 1::bigint, 'not while it is to be left alone')
from jsonb_array_elements(courier.deferred_take(9, 60));
reset role;
delete from placet.host_failed;
set local role placet_courier;
select is(count(*), 1::bigint, 'then it has its turn')
from jsonb_array_elements(courier.deferred_take(9, 60));
reset role;

-- In order, even if the first is to be tried again later.
delete from placet.deferred;
insert into placet.deferred (site_id, host, key, request, body, due_at)
select 1 + n % 2, 'q.example', 'https://q.example/' || key, '{}', n || key,
    now() + due::interval
from (values (1, 'a', '1 min'), (2, 'a', '-9 s'), (3, 'b', '-5 s'),
    (4, 'b', '-6 s')) t (n, key, due) order by n;
set local role placet_courier;
select is(taken(9), '3b', 'nobody overtakes himself, others may');
reset role;
update placet.deferred set due_at = now(), leased_until = null;
set local role placet_courier;
select is(taken(9), '1a', 'then it goes on');

select finish();
rollback;
