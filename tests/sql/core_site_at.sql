-- core.site_at: the site of a host
begin;
select plan(3);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select is(core.site_at('a.example'), 1, 'by name');
select is(core.site_at('B.Example'), 2, 'in any case');
select throws_ok($$ select core.site_at('x') $$, 'PL404', 'site.unknown',
    'or none');

select finish();
rollback;
