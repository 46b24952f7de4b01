-- web.dev_mail_get: one mail, with its links apart
begin;
select plan(5);
\ir fixture.psql
insert into placet.dev_mail (site_id, id, at, recipient, subject, body)
overriding system value values (1, 7, '2026-01-02 03:04:05+00',
    'r@x.example', 'S', E'Bonjour\nhttps://a.example/petitions/1/confirm/x\n');
set local role placet_web;

select is(web.dev_mail_get(1, '7'), jsonb_build_object('mail',
    jsonb_build_object('id', 7, 'at', '2026-01-02T03:04:05Z',
    'recipient', 'r@x.example', 'subject', 'S',
    'body', E'Bonjour\nhttps://a.example/petitions/1/confirm/x\n',
    'links', '["https://a.example/petitions/1/confirm/x"]'::jsonb)),
    'it is shown whole');
select throws_ok(format('select web.dev_mail_get(1, %L)', id), 'PL404',
    'page.unknown', format('%L is none', id))
from unnest('{8,x,-1}'::text[]) id;
select throws_ok($$ select web.dev_mail_get(2, '7') $$, 'PL404',
    'page.unknown', 'nor is one of another site');

select finish();
rollback;
