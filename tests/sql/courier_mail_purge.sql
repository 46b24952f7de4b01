-- courier.mail_purge: what is over is forgotten, the rest is not
begin;
select plan(3);

\ir courier.psql
insert into placet.mail
    (site_id, id, kind, petition, lang, due_at, sent_at, failed)
overriding system value values
    (901, 1, 'confirm', 1, 'fr', now(), now() - interval '8 days', null),
    (901, 2, 'confirm', 1, 'fr', now(), now() - interval '6 days', null),
    (901, 3, 'confirm', 1, 'fr', now() - interval '31 days', null, 'x'),
    (901, 4, 'confirm', 1, 'fr', now() - interval '9 days', null, 'x'),
    (901, 5, 'confirm', 1, 'fr', now() - interval '99 days', null, null);
delete from placet.mail_budget;
insert into placet.mail_budget values
    (901, 'a', 1, now() - interval '25 hours'),
    (901, 'b', 1, now() - interval '23 hours');
set local role placet_courier;

select is(courier.mail_purge(), '{"mails": 2, "budgets": 1}',
    'it says how many');

reset role;
select results_eq('select id from placet.mail order by id',
    array[2, 4, 5]::bigint[], 'what waits or is fresh stays');
select is((select lookup from placet.mail_budget), 'b',
    'and so do the budgets of today');

select finish();
rollback;
