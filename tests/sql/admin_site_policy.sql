-- admin.site_policy: three switches
begin;
select plan(12);
\ir fixture.psql
set local role placet_admin;
select is(admin.site_policy('A.example', null, null), '{"policy": {
    "social": "open", "signatures": "allow", "aggregation": "open"}}',
    'as a site begins');
select is(admin.site_policy('a.example', s, 'off')->'policy'->>s, 'off', s)
from unnest('{social,signatures,aggregation}'::text[]) s;
select is(admin.site_policy('a.example', 'social', v)->'policy',
    jsonb_build_object('social', v, 'signatures', 'off',
    'aggregation', 'off'), v)
from unnest('{open,allow}'::text[]) v;
select throws_ok(format('select admin.site_policy(''a.example'', %L, %L)', s,
    v), 'PL422', code, code)
from (values ('x', 'open', 'switch.unknown'), ('', 'open', 'switch.unknown'),
    ('social', 'x', 'policy.invalid'), ('social', null, 'policy.invalid'))
    t (s, v, code);
select throws_ok($$ select admin.site_policy('x.example', null, null) $$,
    'PL404', 'site.unknown', 'of no site');
select is(admin.site_policy('b.example', null, null)->'policy'->>'social',
    'open', 'the other site has changed in nothing');

select finish();
rollback;
