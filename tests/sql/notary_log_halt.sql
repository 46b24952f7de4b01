-- notary.log_halt: stop once, for the first reason
begin;
select plan(3);
insert into placet.site (id, uuid, host, insee, name)
overriding system value values
    (1, '00000000-0000-4000-8000-000000000001', 'a.exemple.fr', '01004', 'A'),
    (2, '00000000-0000-4000-8000-000000000002', 'b.exemple.fr', '01004', 'B');
insert into placet.item (site_id, id, kind, state)
values (1, 1, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 1, 1, 'Un titre', 'Un texte', sha256('1/1'));
insert into placet.petition (site_id, item, closes_at)
values (1, 1, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 1, '1/p/1', sha256('key'));
set local role placet_notary;

select is(notary.log_halt(1, 1, 'why'), '{"halted": true}', 'it is halted');
select is(notary.log_halt(1, 1, 'again'), '{"halted": false}', 'but once');
reset role;
select is((select halted from placet.log), 'why', 'the first reason stays');

select finish();
rollback;
