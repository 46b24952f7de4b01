-- core.host_purge: of those who are suspended nothing is left
begin;
select plan(4);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select follow(a, 1, note() || '/actor'), reply(a, 2, note(), 'Un')
from unnest(array[zoe(), eve()]) a \g /dev/null
select federated(1) as before \gset
select core.host_purge(1) \g /dev/null
select is(federated(1), :'before', 'nobody is: nothing changes');
insert into peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend'), (2, 'm.example', 'suspend');
select core.host_purge(1) \g /dev/null
select results_eq('select remote from follower', 'values (zoe())',
    'who is does not follow');
select results_eq('select remote, state from comment order by 1', $$ values
    (zoe(), 'pending'), (eve(), 'hidden') $$, 'nor is shown');
select results_eq('select host from peer', $$ values ('m.example') $$,
    'nor sent to');

select finish();
rollback;
