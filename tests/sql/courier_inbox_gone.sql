-- courier.inbox_gone: asked where they are now, then left alone
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
insert into placet.remote (id, host, type, username, inbox, shared_inbox,
    fetched_at)
values ('https://m.example/new', 'm.example', 'Person', 'new',
    'https://m.example/new/inbox', 'https://m.example/elsewhere',
    now() - interval '1 day');
insert into placet.follower (site_id, actor, remote, host, follow)
select site, -1, id, host, id || '/follow' || site
from placet.remote, unnest('{1,2}'::int[]) site;
insert into placet.follower (site_id, actor, remote, host, follow)
values (1, 1, zoe(), 'm.example', 'f');
update placet.remote set fetched_at = now() - interval '1 day';
create function public.gone(_inbox text) returns void
language plpgsql as $$
begin
    set local role placet_courier;
    perform courier.inbox_gone(_inbox);
    reset role;
end $$;
select gone('https://m.example/inbox'), gone('https://m.example/inbox'),
    gone('nonsense') \g /dev/null
select results_eq('select site_id, kind, url from placet.errand order by url',
    $$ values (1, 'actor', tom()), (1, 'actor', zoe()) $$,
    'who has it is fetched again, once');
select results_eq('select inbox, days from placet.inbox_gone',
    $$ values ('https://m.example/inbox', 1) $$, 'a day is a day');
create procedure public.days(_n int) language sql as $$
    update placet.inbox_gone set at = at - make_interval(days => _n);
    delete from placet.errand;
$$;
update placet.remote set fetched_at = now() where id = tom();
call days(1);
select gone('https://m.example/inbox') \g /dev/null
select results_eq('select url from placet.errand', 'select zoe()',
    'who was fetched just now has it still');
select is(count(*), 9::bigint, 'nobody is given up yet') from placet.follower;
call days(15);
select gone('https://m.example/inbox') \g /dev/null
select is(days, 1, 'after a fortnight it begins anew') from placet.inbox_gone;
call days(1);
select gone('https://m.example/inbox') \g /dev/null
call days(1);
select gone('https://m.example/inbox') \g /dev/null
select results_eq('select distinct remote from placet.follower order by 1',
    $$ values ('https://m.example/new'), (eve()) $$,
    'the third day is the last, on all sites');
select is_empty('select from placet.inbox_gone', 'and forgotten');
select gone('https://sub.e.example/eve/inbox') \g /dev/null
select results_eq('select url from placet.errand', 'select eve()',
    'an inbox of one counts as one of many');

select finish();
rollback;
