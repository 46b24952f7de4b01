-- courier.fetch_failed: not asked again for longer and longer
begin;
select plan(10);
\ir fixture.psql
create function public.pause() returns interval
language sql security definer as $$
    select until - now() from placet.fetch_failed
$$;
set local role placet_courier;
select is((select pause() from courier.fetch_failed('https://m.example/x')),
    null, 'not yet') where false;
select courier.fetch_failed('https://m.example/x') \g /dev/null
select is(pause(), interval '10 minutes', 'ten minutes');
select courier.fetch_failed('https://m.example/x') \g /dev/null
select is(pause(), interval '1 hour', 'an hour');
select courier.fetch_failed('https://m.example/x') \g /dev/null
select is(pause(), interval '6 hours', 'six');
select courier.fetch_failed('https://m.example/x')
from generate_series(1, 40) \g /dev/null
select is(pause(), interval '1 day', 'a day at most');

-- By document, not by key; and within bounds.
reset role;
select results_eq('select url, host from placet.fetch_failed', $$ values
    ('https://m.example/x', 'm.example') $$, 'one document');
insert into placet.host_failed (host, until) values
    ('m.example', now() + '1 h'), ('n.example', now() + '1 h');
insert into placet.remote (id, host, type, username, inbox, fetched_at)
select 'https://m.example/' || name, 'm.example', 'Person', name, '',
    now() - age::interval
from (values ('new', '9 min'), ('old', '11 min')) t (name, age);
set local role placet_courier;
select courier.fetch_failed('https://m.example/x#' || n)
from generate_series(1, 3) n \g /dev/null
select courier.fetch_failed(url) from unnest('{https://m.example/new#k,
    https://m.example/old#k,nonsense}'::text[]) url \g /dev/null
reset role;
select results_eq('select url from placet.fetch_failed order by 1', $$ values
    ('https://m.example/old'), ('https://m.example/x') $$,
    'not an actor that was just there');
select results_eq('select host from placet.host_failed', $$ values
    ('n.example') $$, 'its server has answered');
set local role placet_courier;
select courier.fetch_failed('https://m.example/' || n)
from generate_series(1, 99) n \g /dev/null
reset role;
select is(count(*), 64::bigint, 'a host has 64') from placet.fetch_failed;
select isnt_empty($$ select from placet.fetch_failed
    where url = 'https://m.example/x' $$, 'what lasts longest stays');
insert into placet.fetch_failed (url, host, until)
select 'https://m' || n || '.example/', 'm' || n || '.example', now()
from generate_series(1, 16400) n;
set local role placet_courier;
select courier.fetch_failed('https://y.example/') \g /dev/null
reset role;
select is(count(*), 16384::bigint, 'all together have theirs')
from placet.fetch_failed;

select finish();
rollback;
