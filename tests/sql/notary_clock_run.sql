-- notary.clock_run: closes what is over, then says whose last leaf is due
begin;
select plan(9);
\ir notary.psql
call public.petition(1, 1, '-25 hours');
call public.petition(1, 2, '-23 hours');
call public.petition(1, 3);
set local role placet_notary;
select is(notary.clock_run(86400, 60, 10),
    '{"ended": [], "closed": [[1, 1]], "logs": []}', 'what is over a day past is closed');
select is(notary.clock_run(86400, 60, 10),
    '{"ended": [], "closed": [], "logs": []}', 'once');
reset role;
update placet.petition set closes_at = now() - interval '30 seconds'
where item = 3;
set local role placet_notary;
select is(notary.clock_run(86400, 60, 10)->'ended', '[[1, 3]]',
    'what ended within the last minute is told of');
reset role;
select results_eq('select state from placet.item order by id',
    $$ values ('closed'), ('open'), ('open') $$, 'the others stay open');
select is((select closed_at from placet.petition where item = 1), now(),
    'the time is kept');

update placet.petition set closed_at = '2026-01-02 03:04:05+00'
where item = 1;
update placet.log set size = 8, frontier = '\x0a', signs = 7, withdrawn = 2,
    invalidated = 1;
insert into placet.inbox (id, site_id, petition, n, rows)
values (1, 1, 1, 1, sha256('c') || sha256('p'));
set local role placet_notary;
select is(notary.clock_run(86400, 60, 10)->'logs', '[]',
    'while the inbox holds one of its rows it gets no last leaf');
reset role;
delete from placet.inbox;
set local role placet_notary;
select is(notary.clock_run(86400, 60, 10)->'logs',
    '[{"site": 1, "item": 1, "host": "a.exemple.fr", "size": 8,
    "frontier": "0a", "time": 1767323045, "signs": 7, "withdrawn": 2,
    "invalidated": 1}]', 'then it is due, with its counts');
select is(notary.clock_run(86400, 2000000000, 10)->'logs', '[]',
    'but not before all has settled');
reset role;
update placet.petition set noted_at = now() where item = 1;
set local role placet_notary;
select is(notary.clock_run(86400, 60, 10)->'logs', '[]',
    'and not when it has its last leaf');

select finish();
rollback;
