-- courier.fetch_failed: not asked again for longer and longer
begin;
select plan(4);
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

select finish();
rollback;
