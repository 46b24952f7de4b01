-- courier.thread_found: what a thread lists is fetched, within bounds
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
select reply(tom(), 2, note(), 'Non') \g /dev/null
select say(tom(), 3, 'Delete', tom() || '/notes/2') \g /dev/null
select say(tom(), 4, 'Delete', tom() || '/notes/9') \g /dev/null
insert into placet.backfill (site_id, petition) values (1, 1);
insert into placet.errand (site_id, kind, host, url, petition)
values (1, 'thread', 'm.example', zoe() || '/notes/1', 1) returning id
    \gset
insert into placet.peer_rule (site_id, host, level)
values (1, 'bad.example', 'suspend');
insert into placet.orphan (site_id, object, remote, host, reply_to, text)
values (1, 'https://o.example/1', zoe(), 'o.example', 'x', 't');
create function public.asked() returns text
language sql security definer set search_path = placet, pg_temp as $$
    select coalesce(string_agg(concat_ws(' ', kind, url, petition, depth),
        ', ' order by id), '') from errand where url like '%.example/1%'
$$;
set local role placet_courier;
select courier.thread_found(1, :id, array['https://n.example/1', zoe()
    || '/notes/1', tom() || '/notes/2', tom() || '/notes/9', note(),
    'https://n.example/1', 'https://bad.example/1', 'ftp://x.example/1',
    'https://o.example/1', 'https://l.example/1']) \g /dev/null
reset role;
select is(asked(), 'thread https://n.example/1 1 32, '
    'thread https://l.example/1 1 32', 'what is unknown, each once');
select is((select found from placet.backfill), 2, 'is counted');
set local role placet_courier;
select courier.thread_found(1, :id, array['https://n.example/1'])
    \g /dev/null
reset role;
select is((select found from placet.backfill), 2, 'not twice');
set local role placet_courier;
select courier.thread_found(1, :id, array(
    select 'https://h' || n % 9 || '.example/s' || n
    from generate_series(1, 900) n)) \g /dev/null
reset role;
select is((select found from placet.backfill), 500, 'no more than 500');
select is((select count(*) from placet.errand where url ~ '/s\d'),
    498::bigint, 'are fetched');
select is((select max(substring(url from '/s(\d+)')::int)
    from placet.errand), 498, 'the first of them');
set local role placet_courier;
select courier.thread_found(1, :id, array['https://n.example/12'])
    \g /dev/null
select courier.thread_found(1, 0, array['https://n.example/13'])
    \g /dev/null
reset role;
select is(asked(), 'thread https://n.example/1 1 32, '
    'thread https://l.example/1 1 32', 'then none');
select is((select count(*) from placet.errand where site_id = 2), 0::bigint,
    'for this site');
set local role placet_courier;
select throws_ok('select * from placet.backfill', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
