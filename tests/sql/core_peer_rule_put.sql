-- core.peer_rule_put: one rule a name
begin;
select plan(2);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select core.peer_rule_put(1, 'M.example', 'limit', null),
    core.peer_rule_put(1, 'm.example', 'suspend', 'Why'),
    core.peer_rule_put(2, 'm.example', 'allow', '') \g /dev/null
select results_eq('select site_id, host, level, note from peer_rule
    order by 1', $$ values (1, 'm.example', 'suspend', 'Why'),
    (2, 'm.example', 'allow', '') $$, 'the last holds');
select throws_ok($$ select core.peer_rule_put(1, 'x.y', 'open', '') $$,
    'PL422', 'level.invalid', 'open is no rule');

select finish();
rollback;
