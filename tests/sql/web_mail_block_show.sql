-- web.mail_block_show: the page before the button, and after
begin;
select plan(5);
\ir fixture.psql
select claim(1, 1, 1) \g /dev/null
set local role placet_web;

select is(web.mail_block_show(1, '1', b32(1)), '{"blocked": false,
    "petition": {"id": 1, "title": "Des pistes cyclables", "lang": "fr",
    "url": "/petitions/1"}}', 'looking blocks nothing');
select is(web.mail_block_show(1, '1', b32(1))->>'blocked', 'false',
    'nor does looking twice');
select web.mail_block(1, '1', b32(1)) \g /dev/null
select is(web.mail_block_show(1, '1', b32(1))->>'blocked', 'true',
    'what is blocked says so');
select throws_ok($$ select web.mail_block_show(1, '1', b32(2)) $$, 'PL404',
    'token.unknown', 'a token that nobody got');
select throws_ok($$ select web.mail_block_show(2, '1', b32(1)) $$, 'PL404',
    'token.unknown', 'a token of another site');

select finish();
rollback;
