-- web.signature_show: what the link of the mail shows, without doing it
begin;
select plan(12);
\ir fixture.psql
create function public.state(_site int, _petition text, _n int)
returns text language sql as $$
    select web.signature_show(_site, _petition, b32(_n), 'fr')->>'state'
$$;
select claim(1, 1, 1), claim(1, 1, 2, '49 hours'), claim(1, 3, 3, '2 hours'),
    claim(1, 2, 4, '3 days'), claim(1, 1, 5, '30 minutes') \g /dev/null
set local role placet_web;

select is(web.signature_show(1, '1', b32(1), 'fr'), '{"state": "pending",
    "pending": true, "name": "Ève 1", "petition": {"id": 1, "lang": "fr",
    "title": "Des pistes cyclables", "url": "/petitions/1"}}',
    'a fresh claim can be confirmed');
select is(state(1, '1', 1), 'pending', 'looking twice changes nothing');
select is(state(1, '1', 2), 'expired', 'after two days it cannot');
select is(state(1, '3', 3), 'pending', 'a day is left after closing');
select is(state(1, '2', 4), 'closed', 'but not two');

reset role;
update placet.claim set created_at = now() where token = b32(3);
set local role placet_web;
select is(state(1, '3', 3), 'closed', 'nor for a claim made after closing');

select web.signature_confirm('{1}', '{1}', array[b32(5)]) \g /dev/null
select is(state(1, '1', 5), 'confirmed', 'what is confirmed says so');
reset role;
update placet.claim set expires_at = now() - interval '1 year'
where token = b32(5);
set local role placet_web;
select is(state(1, '1', 5), 'confirmed', 'for ever');

reset role;
select claim_again(1, 1, 5, 6) \g /dev/null
set local role placet_web;
select is(state(1, '1', 6), 'confirmed',
    'so does another claim of who has signed');
select throws_ok($$ select state(1, '1', 9) $$, 'PL404', 'token.unknown',
    'a token that nobody got');
select throws_ok($$ select state(2, '1', 1) $$, 'PL404', 'token.unknown',
    'a token of another site');
select throws_ok($$ select state(1, '3', 1) $$, 'PL404', 'token.unknown',
    'a token of another petition');

select finish();
rollback;
