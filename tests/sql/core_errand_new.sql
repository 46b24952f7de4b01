-- core.errand_new: the courier is asked once
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select core.errand_new(1, 'actor', 'https://M.example:8443/zoe')
from generate_series(1, 3) \g /dev/null
select results_eq('select host, kind, url from errand',
    $$ values ('m.example:8443', 'actor', 'https://M.example:8443/zoe') $$,
    'three times the same is one errand');
select core.errand_new(1, 'object', 'https://M.example:8443/zoe'),
    core.errand_new(2, 'actor', 'https://M.example:8443/zoe') \g /dev/null
select is(count(*), 3::bigint, 'another kind and another site are others')
from errand;
select core.errand_new(1, 'actor', url) from unnest(array['', 'zoe', null,
    'javascript:alert(1)', 'ftp://m.example/x', 'https://m.example?x',
    'https://u:p@m.example/', 'https:///x',
    'https://m.example/' || repeat('x', 2048)]) url \g /dev/null
select is(count(*), 3::bigint, 'nonsense is none') from errand;
insert into fetch_failed (url, host, until) values
    ('https://m.example/1', 'm.example', now() + interval '1 minute'),
    ('https://m.example/2', 'm.example', now() - interval '1 minute');
select core.errand_new(1, 'actor', 'https://m.example/' || n)
from generate_series(1, 2) n \g /dev/null
select results_eq($$ select url from errand where host = 'm.example' $$,
    $$ values ('https://m.example/2') $$,
    'what was in vain lately is not tried again');
select core.errand_new(1, 'actor', 'https://x.example/' || n)
from generate_series(1, 300) n \g /dev/null
select core.errand_new(1, 'actor', 'https://y.example/') \g /dev/null
select results_eq($$ select host, count(*) from errand
    where host in ('x.example', 'y.example') group by host order by host $$,
    $$ values ('x.example', 256::bigint), ('y.example', 1) $$,
    'one server does not make more than its share');

select finish();
rollback;
