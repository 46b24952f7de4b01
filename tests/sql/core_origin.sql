-- core.origin: the beginning of every URL of a site
begin;
select plan(5);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.origin(1), 'https://a.example', 'the web''s, unless told');
set local placet.scheme = '';
set local placet.port = '';
select is(core.origin(1), 'https://a.example', 'empty is untold');
set local placet.port = '0';
select is(core.origin(1), 'https://a.example', '0 is no port');
set local placet.scheme = 'http';
set local placet.port = '8080';
select is(core.origin(2), 'http://b.example:8080', 'the server''s when told');
select is(core.origin(9), null, 'no site has none');

select finish();
rollback;
