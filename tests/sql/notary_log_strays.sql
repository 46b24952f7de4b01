-- notary.log_strays: what was left unsigned, and what nobody may know yet
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
insert into placet.item (site_id, id, kind, state)
values (1, 2, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 2, 1, 'Un titre', 'Un texte', sha256('1/2'));
insert into placet.petition (site_id, item, closes_at)
values (1, 2, now() + interval '1 day');
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
insert into placet.item (site_id, id, kind, state)
values (1, 4, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 4, 1, 'Un titre', 'Un texte', sha256('1/4'));
insert into placet.petition (site_id, item, closes_at)
values (1, 4, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 4, '1/p/4', sha256('key'));
insert into placet.item (site_id, id, kind, state)
values (1, 5, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (1, 5, 1, 'Un titre', 'Un texte', sha256('1/5'));
insert into placet.petition (site_id, item, closes_at)
values (1, 5, now() + interval '1 day');
insert into placet.log (site_id, item, origin, pub)
values (1, 5, '1/p/5', sha256('key'));
update placet.log set size = 1 where item in (1, 2, 3);
update placet.log set halted = 'x' where item = 2;
update placet.log set pub = null where item = 3;
update placet.log set signed_at = now() - interval '1 second' where item = 4;
update placet.log set signed_at = now() - interval '1 hour' where item = 5;
set local role placet_notary;

select is(notary.log_strays(10)->'unsigned', '[[1, 1]]',
    'larger than signed, with a key, not halted');
select is(notary.log_strays(10)->'recent', '[[1, 4]]',
    'signed within the last minute');
select is(notary.log_strays(0), '{"unsigned": [], "recent": []}',
    'no more than n');

select finish();
rollback;
