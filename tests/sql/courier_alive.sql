-- courier.alive: by the gap it is seen that somebody was away
\ir fixture.psql
\ir federation.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
insert into placet.errand (site_id, kind, host, url, leased_until)
values (1, 'actor', 'm.example', 'u', now() + interval '1 hour');
insert into placet.letter (site_id, host, inbox, actor, doc, leased_until)
values (1, 'm.example', 'i', 0, '{}', now() + interval '1 hour');
insert into placet.deferred (site_id, host, key, request, body, leased_until)
values (1, 'm.example', 'k', '{}', '{}', now() + interval '1 hour');
insert into placet.peer (site_id, host, leased_until)
values (1, 'm.example', now() + interval '1 hour')
on conflict (site_id, host) do update set leased_until = excluded.leased_until;
create function public.leased() returns bigint
language sql security definer set search_path = placet, pg_temp as $$
    select (select count(leased_until) from errand)
        + (select count(leased_until) from letter)
        + (select count(leased_until) from deferred)
        + (select count(leased_until) from peer)
$$;
select dblink_connect('other', :'other') \g /dev/null
select plan(10);
select is((x::jsonb)->>'alone', 'true', 'the first is alone')
from dblink('other', 'select courier.alive(true)::text') t (x text);
select is(leased(), 0::bigint, 'what another held is free');
update placet.errand set leased_until = now() + interval '1 hour';
set role placet_courier;
select is(courier.alive(true)->>'alone', 'false', 'the second is not');
select is(leased(), 1::bigint, 'and takes nothing from it');
select dblink_disconnect('other') \g /dev/null
select is(courier.alive(false)->>'walked', '0', 'nothing is missed');
select is(leased(), 1::bigint, 'and what it holds itself stays');
reset role;
update placet.heartbeat set courier = now() - interval '4 minutes';
set role placet_courier;
select is(courier.alive(false)->>'walked', '0', 'nor after four minutes');
reset role;
update placet.heartbeat set courier = now() - interval '6 minutes';
set role placet_courier;
select is(courier.alive(false) - 'alone', '{"away": 360, "walked": 1}',
    'after six it is');
select is(courier.alive(false)->>'walked', '0', 'once');
select throws_ok('select * from placet.heartbeat', '42501', null,
    'the courier cannot read the tables itself');
select finish();
