-- admin.petition_list: the petitions of a site
begin;
select plan(3);
\ir fixture.psql
set local role placet_admin;

select is((admin.petition_list('A.example')->'petitions'->2)
    - '{opened_at,closes_at}'::text[], '{"id": 1, "state": "open",
    "title": "Des pistes cyclables", "count": 0, "url": "/petitions/1"}',
    'each in short');
select is(jsonb_path_query_array(admin.petition_list('a.example'),
    '$.petitions[*].state'), '["closed", "closed", "open"]', 'newest first');
select throws_ok($$ select admin.petition_list('x') $$, 'PL404',
    'site.unknown', 'a site that is not there');

select finish();
rollback;
