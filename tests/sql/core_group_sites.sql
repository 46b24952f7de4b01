-- core.group_sites: whose commune is followed by readers of groups
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select follow(zoe(), 1, note() || '/actor'),
    follow(eve(), 1, 'https://a.example/commune') \g /dev/null
select is(core.group_sites('{1,2,2,9}'), '{}', 'nobody''s');
update peer set groups = true where host = 'm.example';
select is(core.group_sites('{1,2}'), '{}', 'who follows a petition does not');
update peer set groups = true where (site_id, host) = (1, 'sub.e.example');
select is(core.group_sites('{1,2}'), '{1}', 'who follows the commune does');
select is(core.group_sites('{2}'), '{}', 'of this site, not of others');
select is(core.group_sites(null), '{}', 'of none, none');
update peer set dead_at = now() where (site_id, host) = (1, 'sub.e.example');
select is(core.group_sites('{1,2}'), '{}', 'a dead server does not count');

select finish();
rollback;
