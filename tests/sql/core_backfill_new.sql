-- core.backfill_new: which comments are walked
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, public, pg_temp;
create function public.walked(_petition int) returns text
language plpgsql as $$
declare
    _n int := core.backfill_new(1, _petition);
begin
    return _n || ': ' || coalesce((select string_agg(concat_ws(' ', kind,
        substring(url from '\d+$'), petition, depth), ', ' order by id)
        from errand), '');
end $$;
select is(walked(null), '0: ', 'none without comments');
select reply(who, n, note(p), 'Mot ' || n)
from (values (zoe(), 1, 1), (tom(), 2, 1), (eve(), 3, 1), (zoe(), 4, 3),
    (zoe(), 5, 2), (tom(), 6, 1), (zoe(), 7, 1)) t (who, n, p) \g /dev/null
select reply(zoe(), 8, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
select say(tom(), 9, 'Delete', tom() || '/notes/6') \g /dev/null
update placet.comment set received_at = now() - interval '31 days'
where object like '%/1';
insert into placet.peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend');
select is(walked(null), '3: thread 7 1 32, thread 4 3 32, thread 2 1 32',
    'the newest of each first; of open petitions and the last month');
select is(walked(null), '3: thread 7 1 32, thread 4 3 32, thread 2 1 32',
    'each waits once');
delete from placet.errand;
select is(walked(2), '1: thread 5 2 32', 'one that is closed when asked');
delete from placet.errand;
select is(walked(1), '3: thread 7 1 32, thread 2 1 32, thread 1 1 32',
    'and what is older');
update placet.backfill set found = 7, at = '2000-01-01';
select core.backfill_new(1, 1) \g /dev/null
select results_eq('select site_id, petition, found, at = now()
    from placet.backfill order by petition', 'values (1, 1, 0, true),
    (1, 2, 7, false), (1, 3, 7, false)', 'what was found is counted anew');
delete from placet.errand;
insert into placet.comment (site_id, petition, object, remote, host,
    reply_to, text, published_at)
select 1, 1, 'https://h' || n % 3 || '.example/' || 1000 + n, zoe(),
    'm.example', '', 't', now() from generate_series(1, 150) n;
select is(core.backfill_new(1, 1), 100, 'no more than a hundred');
select is((select min(substring(url from '\d+$')::int) from placet.errand),
    1051, 'of the newest');

select finish();
rollback;
