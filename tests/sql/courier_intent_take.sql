-- courier.intent_take: whose servers are asked, one question each
\ir fixture.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
insert into placet.intent (site_id, id, kind, actor, host, account, state,
    at, leased_until)
select 1, b32(n), 'like', 1, h || '.example', 'a' || n, s,
    clock_timestamp() - age * '1 s'::interval,
    clock_timestamp() + lease * '1 s'::interval
from (values (1, 'm', 'waiting', 3, null), (2, 'm', 'waiting', 2, null),
    (3, 'n', 'waiting', 1, null), (4, 'o', 'waiting', 12, null),
    (5, 'p', 'found', 1, null), (6, 'q', 'waiting', 5, 60),
    (7, 'q', 'waiting', 4, null), (8, 'r', 'failed', 130, null))
    t (n, h, s, age, lease);
create function public.taken(_n int) returns text language sql as $$
    select coalesce(string_agg(d->>'account', ', ' order by d->>'account'), '')
    from jsonb_array_elements(courier.intent_take(_n, 60)) d
$$;
begin;
select plan(8);
set local role placet_courier;
select is(taken(1), 'a1', 'the longest waiting first, so many at most');
reset role;
select is(x, 'a3', 'another courier takes others, one a server')
from dblink(:'other', 'select taken(9)') t (x text);
set local role placet_courier;
select is(taken(9), '', 'then there is none');
reset role;
select is(count(*), 0::bigint, 'the name of who has waited in vain is gone')
from placet.intent where id = b32(4) and account is not null;
select is(count(*), 0::bigint, 'the row too, in time')
from placet.intent where id = b32(8);
update placet.intent set state = 'failed' where id = b32(1);
set local role placet_courier;
select is(taken(9), 'a2', 'the next once the one before is done');
reset role;
update placet.intent set leased_until = null where id = b32(2);
set local role placet_courier;
select is(courier.intent_take(9, 60), jsonb_build_array(jsonb_build_object(
    'site', 1, 'id', encode(b32(2), 'hex'), 'origin', 'https://a.example',
    'host', 'm.example', 'account', 'a2')), 'what, for whom');
select throws_ok('select * from placet.intent', '42501', null,
    'the courier cannot read the tables itself');
select finish();
rollback;
