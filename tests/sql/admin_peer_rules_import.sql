-- admin.peer_rules_import: a list of others' decisions
begin;
select plan(14);
\ir fixture.psql
\ir federation.psql
select follow(eve(), 1, note() || '/actor'), follow(zoe(), 1,
    note() || '/actor'), follow(eve(), 2, note(1, 2) || '/actor', 2)
\g /dev/null
insert into placet.peer_rule (site_id, host, level, note) values
    (1, 'old.example', 'limit', 'ours'), (1, 'm.example', 'allow', 'ours');
select federated(2) as before \gset
set local role placet_admin;
select is(admin.peer_rules_import('A.example', '[
    {"host": "E.example", "level": "suspend", "note": "theirs"},
    {"host": "m.example", "level": "limit"},
    {"host": "n.example", "level": "reject_media", "note": ""}]'),
    '{"rules": 3}', 'three');
reset role;
select results_eq('select host, level, note from placet.peer_rule
    where site_id = 1 order by host', $$ values
    ('e.example', 'suspend', 'theirs'), ('m.example', 'limit', ''),
    ('n.example', 'reject_media', ''), ('old.example', 'limit', 'ours') $$,
    'in the place of ours, if we had one');
select results_eq('select remote from placet.follower where site_id = 1',
    'values (zoe())', 'who is suspended is gone');
set local role placet_admin;
select throws_ok(format('select admin.peer_rules_import(''a.example'', %L)',
    rules), 'PL422', code, left(rules, 40))
from (values ('[{"host": "x.example", "level": "suspend"},
        {"host": "x", "level": "?"}]', 'level.invalid'),
    ('[{"host": "x y", "level": "suspend"}]', 'host.invalid'),
    ('[{"level": "suspend"}]', 'host.invalid'), ('[1, null]', 'host.invalid'),
    ('{}', 'rules.invalid'), ('null', 'rules.invalid'),
    ((select jsonb_agg(1) from generate_series(1, 20001))::text,
    'rules.invalid')) t (rules, code);
select is(admin.peer_rules_import('a.example', '[]'), '{"rules": 0}', 'none');
select throws_ok($$ select admin.peer_rules_import('x.example', '[]') $$,
    'PL404', 'site.unknown', 'on no site');
reset role;
select is(count(*), 4::bigint, 'what was refused left nothing')
from placet.peer_rule where site_id = 1;
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
