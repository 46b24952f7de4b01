-- web.sign_form: what the form shows, while it may be filled in
begin;
select plan(4);
\ir fixture.psql
set local role placet_web;

select is(web.sign_form(1, '1', 'fr')::jsonb,
    web.petition_get(1, '1', 'fr')::jsonb,
    'it shows the petition');
select throws_ok($$ select web.sign_form(1, '2', 'fr') $$, 'PL409',
    'petition.closed', 'a closed one has no form');
select throws_ok($$ select web.sign_form(1, '3', 'fr') $$, 'PL409',
    'petition.closed', 'not even within the day for confirmations');
select throws_ok($$ select web.sign_form(2, '2', 'fr') $$, 'PL404',
    'petition.unknown', 'one of another site is unknown');

select finish();
rollback;
