-- courier.errand_take: what is due, to one courier at a time
\ir fixture.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
insert into placet.errand (site_id, kind, host, url, due_at, leased_until)
select 1 + n % 2, 'actor', h || '.example', 'u' || n,
    now() + due * '1 s'::interval,
    now() + lease * '1 s'::interval
from (values (1, -9, null, 'o'), (2, -99, null, 'm'), (3, 600, null, 'p'),
    (4, -60, 600, 'q'), (5, -5, -5, 'n'), (6, -3, null, 'n'),
    (7, -2, null, 'q')) t (n, due, lease, h);
create function public.taken(_n int) returns text language sql as $$
    select coalesce(string_agg(d->>'url', ', ' order by d->>'url'), '')
    from jsonb_array_elements(courier.errand_take(_n, 60)) d
$$;
begin;
select plan(9);
set local role placet_courier;
select is(taken(1), 'u2', 'the longest due first, so many at most');
reset role;
select is(x, 'u1, u5', 'another courier takes others, one a host, those of'
    ' leases that ran out too') from dblink(:'other', 'select taken(9)') t (x text);
set local role placet_courier;
select is(taken(9), '', 'then there is none');
reset role;
delete from placet.errand where url in ('u4', 'u5');
set local role placet_courier;
select is(taken(9), 'u6, u7', 'the next once the one before is done');
reset role;
update placet.errand set leased_until = null where url = 'u2';
set local role placet_courier;
select is((courier.errand_take(9, 60)->0) - 'id', '{"site": 1,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e",
    "origin": "https://a.example", "kind": "actor", "host": "m.example",
    "url": "u2", "keys": []}', 'what, for whom');
reset role;
update placet.errand set leased_until = null where url = 'u2';
update placet.site set rsa = 'PEM', rsa_old = 'OLD', rekey_act = 9,
    rekeyed_at = now();
set local role placet_courier;
select is((courier.errand_take(9, 60)->0)->'keys', jsonb_build_array(
    encode(sha256('PEM'), 'hex'), encode(sha256('OLD'), 'hex')),
    'with the new key, or else the old one');
select throws_ok('select * from placet.errand', '42501', null,
    'the courier cannot read the tables itself');
reset role;

-- What did not answer just now is left alone.
update placet.errand set leased_until = null, due_at = now(),
    host = case when host = 'm.example' then host else 'n.example' end;
insert into placet.host_failed (host, until) values
    ('m.example', now() + interval '1 s'), ('n.example', now());
set local role placet_courier;
select is(count(*), 1::bigint, 'not while it is to be left alone')
from jsonb_array_elements(courier.errand_take(9, 60));
reset role;
delete from placet.host_failed;
set local role placet_courier;
select is(count(*), 1::bigint, 'then it has its turn')
from jsonb_array_elements(courier.errand_take(9, 60));

select finish();
rollback;
