-- core.letter_new: something for one inbox
begin;
select plan(4);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select core.letter_new(1, -1, 'https://M.example:8443/zoe/inbox', '{"a": 1}')
\g /dev/null
select is(row (site_id, host, inbox, actor, doc, attempts, due_at <= now(),
    leased_until)::text, row (1, 'm.example:8443',
    'https://M.example:8443/zoe/inbox', -1, '{"a": 1}', 0, true, null)::text,
    'it may go at once') from letter;
select core.letter_new(1, -1, 'https:nowhere', '{}') \g /dev/null
select is(count(*), 1::bigint, 'nothing goes nowhere') from letter;
select core.letter_new(1 + n % 2, -1, 'https://m.example:8443/' || n, '{}')
from generate_series(1, 300) n \g /dev/null
select is(count(*), 256::bigint, 'so many for one server') from letter;
select core.letter_new(1, -1, 'https://n.example/', '{}') \g /dev/null
select isnt_empty($$ select from letter where host = 'n.example' $$,
    'which is no matter for another');

select finish();
rollback;
