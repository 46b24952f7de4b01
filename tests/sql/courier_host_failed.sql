-- courier.host_failed: left alone for longer and longer
begin;
select plan(7);
\ir fixture.psql
create function public.failed(_after int) returns interval
language plpgsql as $$
begin
    set local role placet_courier;
    perform courier.host_failed('https://m.example/x#y', _after);
    reset role;
    return (select until - now() from placet.host_failed
        where host = 'm.example');
end $$;
select ok(f between interval '20 s' and interval '40 s',
    'half a minute at first') from failed(0) f;
select ok(f between interval '90 s' and interval '150 s', 'then two')
from failed(0) f;
select is(failed(7200), interval '2 h', 'or as long as it says');
select is(failed(999999999), interval '1 day', 'which is a day at most');
select courier.host_failed('nonsense', 0) \g /dev/null
select is(count(*), 1::bigint, 'what is none is none') from placet.host_failed;
insert into placet.host_failed (host, until)
select 'm' || n || '.example', now() from generate_series(1, 16400) n;
select failed(0) \g /dev/null
select is(count(*), 16384::bigint, 'so many are remembered at most')
from placet.host_failed;
select isnt_empty($$ select from placet.host_failed
    where host = 'm.example' $$, 'those that last longest');

select finish();
rollback;
