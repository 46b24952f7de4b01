-- courier.nodeinfo_ask: once a week, if somebody follows from there
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
insert into placet.peer (site_id, host, asked, ask_at, dead_at) values
    (1, 'm.example', 0, now() - interval '1 hour', null),
    (2, 'm.example', 0, now() + interval '1 hour', null),
    (1, 'sub.e.example', 3, now(), null),
    (1, 'empty.example', 0, now() - interval '2 hours', null),
    (2, 'sub.e.example', 3, now(), now());
insert into placet.follower (site_id, actor, remote, host, follow)
select site, -1, id, host, id from placet.remote, unnest('{1,2}'::int[]) site;
set local role placet_courier;
select courier.nodeinfo_ask(2) \g /dev/null
reset role;
select results_eq('select site_id, kind, url from placet.errand', $$ values
    (1, 'nodeinfo', 'https://m.example/.well-known/nodeinfo') $$,
    'who is due, and somebody follows us there');
select results_eq('select asked, ask_at between now() + interval ''45 min''
    and now() + interval ''75 min'' from placet.peer
    where (site_id, host) = (1, ''m.example'')', $$ values (1, true) $$,
    'that did not answer before is asked again in an hour');
set local role placet_courier;
select courier.nodeinfo_ask(9), courier.nodeinfo_ask(9) \g /dev/null
reset role;
select results_eq('select host from placet.errand order by host',
    $$ values ('m.example'), ('sub.e.example') $$, 'so many at once');
select results_eq('select asked, ask_at > now() + interval ''5 days''
    from placet.peer where (site_id, host) = (1, ''sub.e.example'')',
    $$ values (4, true) $$, 'who never answers once a week');
select is(asked, 0, 'not who is not due') from placet.peer
where (site_id, host) = (2, 'm.example');
set local role placet_courier;
select throws_ok('select core.ask_at(1)', '42501', null,
    'the rest is not the courier''s');

select finish();
rollback;
