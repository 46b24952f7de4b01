-- courier.mail_failed: given up at once, and forgotten
begin;
select plan(4);

insert into placet.region values ('99', 'R') on conflict do nothing;
insert into placet.departement values ('99', '99', 'D') on conflict do nothing;
insert into placet.commune (insee, name, departement)
values ('99001', 'C', '99') on conflict do nothing;
insert into placet.site (id, host, insee, name)
overriding system value values (901, 'c.example', '99001', 'Ville de C');
insert into placet.item (site_id, id, kind, state)
values (901, 1, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (901, 1, 1, 'Un titre', 'Un texte', sha256('x'));
insert into placet.petition (site_id, item, closes_at)
values (901, 1, now() + interval '1 day');
delete from placet.mail;
insert into placet.mail
    (site_id, id, kind, petition, lang, sealed, attempts, leased_until)
overriding system value values
    (901, 1, 'confirm', 1, 'fr', '\xab', 3, now() + interval '1 min');
set local role placet_courier;

select is(courier.mail_failed(901, 1, 2, 'smtp.550'), '{"counted": false}',
    'an attempt that was overtaken does not count');
select is(courier.mail_failed(901, 1, 3, 'smtp.550'), '{"counted": true}',
    'this one does');

reset role;
select is((select failed from placet.mail where id = 1), 'smtp.550',
    'the reason is a code');
select is((select sealed from placet.mail where id = 1), null,
    'the address is forgotten');

select finish();
rollback;
