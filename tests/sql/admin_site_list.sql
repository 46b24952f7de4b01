-- admin.site_list: all sites and what they carry
begin;
select plan(2);
\ir fixture.psql
set local role placet_admin;

select is((admin.site_list()->'sites'->0) - 'created_at', '{"id": 1,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e", "host": "a.example",
    "name": "Ville A", "insee": "35238", "petitions": 3, "open": 1,
    "move": null}',
    'each with its petitions');
select is(jsonb_array_length(admin.site_list()->'sites'), 2, 'all of them');

select finish();
rollback;
