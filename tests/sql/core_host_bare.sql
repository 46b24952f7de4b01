-- core.host_bare: a port is no part of a name
begin;
select plan(3);
\ir fixture.psql
select is(core.host_bare('a.example:8080'), 'a.example', 'with one');
select is(core.host_bare('a.example'), 'a.example', 'without one');
select is(core.host_bare(null), null, 'none at all');
select finish();
rollback;
