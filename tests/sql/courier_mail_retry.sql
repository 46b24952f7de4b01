-- courier.mail_retry: later and later, for two days
begin;
select plan(8);

\ir courier.psql
insert into placet.mail
    (site_id, id, kind, petition, lang, sealed, attempts, leased_until)
overriding system value values
    (901, 1, 'confirm', 1, 'fr', '\xab', 3, now() + interval '1 min');
set local role placet_courier;

select is(courier.mail_retry(901, 1, 2, 'smtp.451'),
    '{"failed": false, "counted": false}',
    'an attempt that was overtaken does not count');
select is(courier.mail_retry(901, 1, 3, 'smtp.451'),
    '{"failed": false, "counted": true}', 'this one does');

reset role;
select ok((select due_at between now() + interval '30 s'
    and now() + interval '50 s' from placet.mail where id = 1),
    'the third pause is about 40 seconds');
select is((select leased_until from placet.mail where id = 1), null,
    'the lease is given back');
update placet.mail set attempts = 40;
do $$ begin
    perform courier.mail_retry(901, 1, 40, 'smtp.451');
end $$;
select ok((select due_at between now() + interval '90 min'
    and now() + interval '150 min' from placet.mail where id = 1),
    'no pause is longer than about two hours');

update placet.mail set created_at = now() - interval '49 hours';
select is(courier.mail_retry(901, 1, 40, 'smtp.451'),
    '{"failed": true, "counted": true}', 'after two days it is given up');
select is((select failed from placet.mail where id = 1), 'smtp.451',
    'with the last reason');
select is((select sealed from placet.mail where id = 1), null,
    'and without the address');

select finish();
rollback;
