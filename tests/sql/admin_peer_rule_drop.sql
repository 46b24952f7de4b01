-- admin.peer_rule_drop: a decision is taken back
begin;
select plan(5);
\ir fixture.psql
insert into placet.peer_rule (site_id, host, level) values
    (1, 'bad.example', 'suspend'), (2, 'bad.example', 'suspend');
set local role placet_admin;
select is(admin.peer_rule_drop('A.example', 'BAD.example'),
    '{"peer": {"host": "bad.example"}}', 'taken back');
select throws_ok($$ select admin.peer_rule_drop('a.example', 'bad.example')
    $$, 'PL404', 'peer.unknown', 'once');
select throws_ok($$ select admin.peer_rule_drop('a.example', 'bad/..') $$,
    'PL422', 'host.invalid', 'no name');
select throws_ok($$ select admin.peer_rule_drop('x.example', 'bad.example')
    $$, 'PL404', 'site.unknown', 'on no site');
reset role;
select results_eq('select site_id from placet.peer_rule', 'values (2)',
    'the other site holds on to its own');

select finish();
rollback;
