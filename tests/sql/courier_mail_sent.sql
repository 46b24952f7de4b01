-- courier.mail_sent: only who has the mail may say that it went
begin;
select plan(5);

\ir courier.psql
insert into placet.mail
    (site_id, id, kind, petition, lang, sealed, attempts, leased_until)
overriding system value values
    (901, 1, 'confirm', 1, 'fr', '\xab', 3, now() + interval '1 min');
set local role placet_courier;

select is(courier.mail_sent(901, 1, 2), '{"counted": false}',
    'an attempt that was overtaken does not count');
select is(courier.mail_sent(901, 1, 3), '{"counted": true}', 'this one does');
select is(courier.mail_sent(901, 1, 3), '{"counted": false}', 'but once');

reset role;
select is((select sealed from placet.mail where id = 1), null,
    'the address is forgotten');
select is((select sent_at from placet.mail where id = 1), now(),
    'the time is kept');

select finish();
rollback;
