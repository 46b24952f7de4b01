-- core.move_ask: it is fetched anew
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
insert into fetch_failed (url, host, until)
values ('https://n.example/commune', 'n.example', now() + interval '1 day');
insert into errand (site_id, id, kind, host, url, leased_until)
overriding system value values
    (1, -1, 'actor', 'n.example', 'https://n.example/commune', 'infinity');
select core.move_ask(1, 'https://n.example/commune') \g /dev/null
select results_eq('select id > 0, leased_until, url from errand', $$ values
    (true, null::timestamptz, 'https://n.example/commune') $$,
    'although it failed, and is under way');
select core.move_ask(1, 'https://n.example/commune') \g /dev/null
select is(count(*), 1::bigint, 'once') from errand;
insert into errand (site_id, kind, host, url)
select 2, 'actor', 'm.example', 'https://m.example/' || n
from generate_series(1, 256) n;
select throws_ok($$ select core.move_ask(1, 'https://m.example/c') $$, 'PL503',
    'busy', 'a host of which too much is wanted');
delete from errand;
update site set move_to = 'https://b.example/commune', move_asked_at = now()
where id = 1;
select core.move_ask(1, 'https://b.example/commune') \g /dev/null
select is_empty('select from errand', 'one of this server is not fetched');
select is(core.move_doc(1)->>'why', 'move.unconfirmed', 'but asked');
select is(core.move_doc(2), null, 'the other site stays');
select finish();
rollback;
