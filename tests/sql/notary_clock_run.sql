-- notary.clock_run: closes what is over, then says whose last leaf is due
begin;
select plan(9);
insert into placet.site (id, uuid, host, insee, name)
overriding system value values
    (1, '00000000-0000-4000-8000-000000000001', 'a.exemple.fr', '01004', 'A'),
    (2, '00000000-0000-4000-8000-000000000002', 'b.exemple.fr', '01004', 'B');
insert into placet.item (site_id, id, kind, state)
values (1, 1, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 1, 1, 'Un titre', 'Un texte', sha256('1/1'));
insert into placet.petition (site_id, item, closes_at)
values (1, 1, now() - interval '25 hours');
insert into placet.log (site_id, item, origin, pub)
values (1, 1, '1/p/1', sha256('key'));
insert into placet.item (site_id, id, kind, state)
values (1, 2, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 2, 1, 'Un titre', 'Un texte', sha256('1/2'));
insert into placet.petition (site_id, item, closes_at)
values (1, 2, now() - interval '23 hours');
insert into placet.log (site_id, item, origin, pub)
values (1, 2, '1/p/2', sha256('key'));
insert into placet.item (site_id, id, kind, state)
values (1, 3, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 3, 1, 'Un titre', 'Un texte', sha256('1/3'));
insert into placet.petition (site_id, item, closes_at)
values (1, 3, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 3, '1/p/3', sha256('key'));
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
insert into placet.inbox (site_id, petition, nullifier, cn, cp)
values (1, 1, 'n', 'c', 'p');
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
