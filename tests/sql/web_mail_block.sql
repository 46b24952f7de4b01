-- web.mail_block: "it was not me"
begin;
select plan(13);
\ir fixture.psql
select claim(1, 1, 1), claim(1, 1, 2) \g /dev/null
update placet.claim set notify = true;
set local role placet_web;
select web.signature_confirm('{1}', '{1}', array[b32(2)]) \g /dev/null

select is(web.mail_block(1, '1', b32(1)), '{"blocked": true, "petition": {
    "id": 1, "title": "Des pistes cyclables", "lang": "fr",
    "url": "/petitions/1"}}', 'the address is blocked');
select is(web.mail_block(1, '1', b32(1))->>'blocked', 'true', 'twice too');
select is(web.signature_confirm('{1}', '{1}', array[b32(1)])->0->>'code',
    'token.expired', 'its claim is spoilt');
reset role;
select results_eq('select site_id, lookup from placet.mail_block',
    'values (1, b32(2001))', 'one row a person and site');
select results_eq($$ select name, sealed from placet.claim
    where token = b32(1) $$, $$ values ('', null::bytea) $$,
    'name and address are forgotten');
set local role placet_web;
select is(web.mail_block(1, '1', b32(2))->>'blocked', 'true',
    'who has signed may block the mails too');
select is(web.signature_show(1, '1', b32(2), 'fr')->>'state', 'confirmed',
    'and stays among the signers');
reset role;
select is(name, 'Ève 2', 'with name') from placet.claim where token = b32(2);
select claim_again(1, 1, 2, 3) \g /dev/null
set local role placet_web;
select is(web.mail_block(1, '1', b32(3))->>'blocked', 'true',
    'who has signed may do so by the other mail');
reset role;
select is(name, 'Ève 2 bis', 'which is left as it is') from placet.claim
where token = b32(3);
set local role placet_web;

select throws_ok($$ select web.mail_block(1, '1', b32(9)) $$, 'PL404',
    'token.unknown', 'a token that nobody got');
select throws_ok($$ select web.mail_block(2, '1', b32(1)) $$, 'PL404',
    'token.unknown', 'a token of another site');
reset role;
select is(count(*), 2::bigint, 'block nobody') from placet.mail_block;

select finish();
rollback;
