-- core.authority: host and port, as after the @ of a handle
begin;
select plan(2);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.authority(1), 'a.example', 'the host alone');
set local placet.scheme = 'http';
set local placet.port = '8080';
select is(core.authority(1), 'a.example:8080', 'with the port that it has');

select finish();
rollback;
