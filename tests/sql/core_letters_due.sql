-- core.letters_due: those of one server, of one site
begin;
select plan(2);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into letter (site_id, host, inbox, actor, doc, due_at)
select site, h || '.example', 'x', 0, '{}', now() + interval '1 h'
from unnest('{1,2}'::int[]) site, unnest('{m,n}'::text[]) h;
update letter set due_at = now() - interval '1 h'
where id = (select min(id) from letter where host = 'm.example');
insert into letter (site_id, host, inbox, actor, doc, due_at)
values (1, 'm.example', 'x', 0, '{}', now() + interval '1 h');
select core.letters_due(1, 'm.example') \g /dev/null
select results_eq('select site_id, host, due_at - now() from letter
    order by 1, 2, 3', $$ values (1, 'm.example', interval '-1 h'),
    (1, 'm.example', '0'), (1, 'n.example', '1 h'), (2, 'm.example', '1 h'),
    (2, 'n.example', '1 h') $$, 'they are due, and no later than before');
select lives_ok($$ select core.letters_due(1, 'x.example') $$,
    'there may be none');

select finish();
rollback;
