-- web.key_stale: a key is fetched again, now and then
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
create function public.stale(_who text) returns boolean
language sql as $$
    select (web.key_stale(1, _who || '#main-key')->>'fetch')::boolean
$$;
set local role placet_web;
select is(stale(zoe()), true, 'an old one is fetched again');
select is(stale(zoe()), false, 'once');
select is(stale('nonsense'), false, 'and only one that is known');
select web.inbox_defer(1, zoe() || '#main-key', '{}', '{"type": "Like"}',
    '0a')
\g /dev/null
select is(stale(zoe()), true, 'what else comes meanwhile waits with it');
reset role;
update placet.remote_key set fetched_at = now() - interval '9 minutes'
where owner = tom();
set local role placet_web;
select is(stale(tom()), false, 'not if it was fetched nine minutes ago');
reset role;
update placet.remote_key set stale_at = now() - interval '11 minutes';
delete from placet.deferred;
set local role placet_web;
select is(stale(zoe()), true, 'again later, if nothing came of it');
reset role;

select finish();
rollback;
