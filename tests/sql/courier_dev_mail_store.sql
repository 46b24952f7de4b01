-- courier.dev_mail_store: the last 200 of a site
begin;
select plan(5);

insert into placet.region values ('99', 'R') on conflict do nothing;
insert into placet.departement values ('99', '99', 'D') on conflict do nothing;
insert into placet.commune (insee, name, departement)
values ('99001', 'C', '99') on conflict do nothing;
insert into placet.site (id, host, insee, name)
overriding system value values (901, 'c.example', '99001', 'Ville de C'),
    (902, 'petitions.c.fr', '99001', 'Ville de C');
insert into placet.item (site_id, id, kind, state)
values (901, 1, 'petition', 'open');
insert into placet.version (site_id, item, n, title, body, hash)
values (901, 1, 1, 'Un titre', 'Un texte', sha256('x'));
insert into placet.petition (site_id, item, closes_at)
values (901, 1, now() + interval '1 day');
delete from placet.mail;
set local role placet_courier;

select is(jsonb_typeof(courier.dev_mail_store(
    901, 'a@example.org', 'Sujet', 'Texte') -> 'id'), 'number',
    'a mail gets a number');
do $$ begin
    perform courier.dev_mail_store(901, 'b@example.org', n::text, 'Texte')
    from generate_series(1, 200) n;
end $$;
select is(courier.dev_mail_store(902, 'a@example.org', 'Sujet', 'Texte'),
    '{"id": null}', 'a site that people can come to keeps none');

reset role;
select is((select count(*) from placet.dev_mail where site_id = 902),
    0::bigint, 'really none');
select is((select count(*) from placet.dev_mail where site_id = 901), 200::bigint,
    'only so many are kept');
select is((select count(*) from placet.dev_mail
    where site_id = 901 and subject = 'Sujet'), 0::bigint,
    'the oldest are not');

select finish();
rollback;
