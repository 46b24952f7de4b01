-- courier.mail_take: what is due goes to one courier at a time
begin;
select plan(9);

\ir courier.psql
insert into placet.mail
    (site_id, id, kind, petition, lang, sealed, due_at, leased_until, sent_at,
     failed)
overriding system value values
    (901, 1, 'confirm', 1, 'fr', '\xab', now() - interval '1 min', null, null,
     null),
    (901, 2, 'already', 1, 'en', '\xcd', now() - interval '2 min', null, null,
     null),
    (901, 3, 'confirm', 1, 'fr', '\xab', now() + interval '1 min', null, null,
     null),
    (901, 4, 'confirm', 1, 'fr', null, now() - interval '9 min', null, now(),
     null),
    (901, 5, 'confirm', 1, 'fr', null, now() - interval '9 min', null, null,
     'smtp.550'),
    (901, 6, 'confirm', 1, 'fr', '\xab', now() - interval '9 min',
     now() + interval '1 min', null, null),
    (901, 7, 'confirm', 1, 'fr', '\xab', now() - interval '9 min',
     now() - interval '1 s', null, null);
create temp table took (doc jsonb);
grant all on took to placet_courier;
set local role placet_courier;

insert into took select courier.mail_take(2, 60);
select is(jsonb_path_query_array(doc, '$.mails[*].id'), '[7, 2]',
    'the longest due first, at most as many as asked for') from took;
select is(doc #>> '{mails,1,sealed}', 'cd', 'the address is sealed') from took;
select is(doc #>> '{mails,1,title}', 'Un titre', 'the title is told')
from took;
select is(doc #>> '{mails,1,host}', 'c.example', 'the host is told') from took;
select is(doc #>> '{mails,1,attempt}', '1', 'the attempt is told') from took;
select is(jsonb_path_query_array(courier.mail_take(9, 60), '$.mails[*].id'),
    '[1]', 'what is taken is not taken twice, nor what is over or not due');
select is(courier.mail_take(9, 60), '{"mails": []}', 'then there is none');
select throws_ok($$ select * from placet.mail $$, '42501', null,
    'the courier cannot read the tables themselves');

reset role;
select is((select leased_until from placet.mail where id = 2),
    now() + interval '60 s', 'a lease ends');

select finish();
rollback;
