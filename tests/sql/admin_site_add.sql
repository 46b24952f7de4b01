-- admin.site_add: a commune's site begins
begin;
select plan(15);
\ir fixture.psql
set local role placet_admin;

select is(admin.site_add('C.example', '35121', '{}') #- '{site,uuid}',
    '{"site": {"id": 3, "host": "c.example", "name": "Gosné",
    "insee": "35121"}}', 'a name in lower case, and that of the commune');
select is(admin.site_add('d.example', '35121', '{"name": "Mairie de D",
    "publisher": "P", "contact": "d@d.example", "hosting": "H"}')
    ->'site'->>'name', 'Mairie de D', 'or the one given');
reset role;
select results_eq($$ select publisher, contact, hosting, items
    from placet.site where host = 'd.example' $$,
    $$ values ('P', 'd@d.example', 'H', 0) $$, 'with who is behind it');
select isnt(a.uuid, b.uuid, 'each has a name for ever')
from placet.site a, placet.site b where (a.id, b.id) = (3, 4);
set local role placet_admin;

select throws_ok($$ select admin.site_add('A.example', '35121', '{}') $$,
    'PL409', 'host.taken', 'a host is taken once');
select throws_ok(format('select admin.site_add(%L, %L, %L)', host, '35238',
    '{}'), 'PL422', 'host.invalid', format('%L is no host', host))
from unnest(array['', 'a b', '-a.example', 'a..b', 'a.example:80', 'é.fr',
    'a_b.example', repeat('a', 64) || '.example']) host;
select throws_ok($$ select admin.site_add('e.example', '99999', '{}') $$,
    'PL422', 'commune.invalid', 'a commune that is none');
select throws_ok($$ select web.site_map() $$, '42501', null,
    'the role cannot call what belongs to another');

select finish();
rollback;
