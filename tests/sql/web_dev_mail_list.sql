-- web.dev_mail_list: what the courier would have sent
begin;
select plan(3);
\ir fixture.psql
insert into placet.dev_mail (site_id, at, recipient, subject, body)
select 1, '2026-01-02 03:04:05+00', 'r' || n || '@x.example', 'S' || n, 'B'
from generate_series(1, 60) n;
set local role placet_web;

select is(jsonb_array_length(web.dev_mail_list(1)->'mails'), 50,
    'the newest fifty');
select is((web.dev_mail_list(1)->'mails'->0) - 'id',
    '{"at": "2026-01-02T03:04:05Z", "recipient": "r60@x.example",
    "subject": "S60"}', 'newest first');
select is(web.dev_mail_list(2), '{"mails": []}', 'and none of another site');

select finish();
rollback;
