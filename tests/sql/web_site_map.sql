-- web.site_map: every site, for the workers
begin;
select plan(2);
\ir fixture.psql
update placet.site set move_to = 'https://n.example/commune',
    move_url = 'https://n.example/',
    moved_at = case id when 2 then now() end;
insert into placet.peer (site_id, host, groups)
values (1, 'm.example', true), (1, 'n.example', false),
    (2, 'n.example', false);
set local role placet_web;

select is(web.site_map(), '{"sites": [
    {"id": 1, "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e",
        "host": "a.example", "name": "Ville A", "moved": null,
        "groups": true},
    {"id": 2, "uuid": "0297a1c2d3e4f5061728394a5b6c7d8e",
        "host": "b.example", "name": "Ville B",
        "moved": "https://n.example/", "groups": false}]}', 'all sites are there');
select throws_ok('select * from placet.site', '42501', null,
    'the role itself cannot read the table');

select finish();
rollback;
