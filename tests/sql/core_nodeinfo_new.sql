-- core.nodeinfo_new: where a server says what it runs
begin;
select plan(2);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select core.nodeinfo_new(1, 'm.example'), core.nodeinfo_new(1, 'm.example')
\g /dev/null
select results_eq('select site_id, kind, url from errand', $$ values
    (1, 'nodeinfo', 'https://m.example/.well-known/nodeinfo') $$, 'once');
set local placet.scheme = 'http';
select core.nodeinfo_new(2, '127.0.0.1:8080') \g /dev/null
select results_eq('select url from errand where site_id = 2', $$ values
    ('http://127.0.0.1:8080/.well-known/nodeinfo') $$,
    'over what this server itself uses');

select finish();
rollback;
