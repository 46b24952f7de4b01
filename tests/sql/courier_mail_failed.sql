-- courier.mail_failed: given up at once, and forgotten
begin;
select plan(4);

\ir courier.psql
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
