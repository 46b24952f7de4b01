-- the communes of the official code, as placet-db loads them
begin;
select plan(9);

select is(count(*), 34969::bigint, 'all communes of France')
from placet.commune;
select is(count(*), 109::bigint, 'all departements and collectivities')
from placet.departement;
select is(count(*), 26::bigint, 'all regions and collectivities')
from placet.region;
select is(sum(population), 68952941::bigint, 'everybody is counted')
from placet.commune;
select results_eq($$ select c.name, d.name, r.name, c.siren, c.postcodes
    from placet.commune c
    join placet.departement d on d.code = c.departement
    join placet.region r on r.code = d.region
    where c.insee = '35238' $$, $$ values ('Rennes', 'Ille-et-Vilaine',
    'Bretagne', '213502388', '{35000,35200,35700}'::text[]) $$,
    'one of them');
select is(count(distinct p), 6310::bigint, 'all their postcodes')
from placet.commune, unnest(postcodes) p;
select is(count(*), 5::bigint, 'five places where nobody lives have none')
from placet.commune where postcodes = '{}';
select is_empty($$ select insee from placet.commune
    where name is not nfc normalized or name <> btrim(name)
    or insee !~ '^[0-9][0-9AB][0-9]{3}$' $$, 'names and codes are clean');
select is_empty($$ select p from placet.commune, unnest(postcodes) p
    where p !~ '^[0-9]{5}$' $$, 'so are postcodes');

select finish();
rollback;
