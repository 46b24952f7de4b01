-- core.letter_new: something for one inbox
begin;
select plan(1);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select core.letter_new(1, -1, 'https://M.example:8443/zoe/inbox', '{"a": 1}')
\g /dev/null
select is(row (site_id, host, inbox, actor, doc, attempts, due_at <= now(),
    leased_until)::text, row (1, 'm.example:8443',
    'https://M.example:8443/zoe/inbox', -1, '{"a": 1}', 0, true, null)::text,
    'it may go at once') from letter;

select finish();
rollback;
