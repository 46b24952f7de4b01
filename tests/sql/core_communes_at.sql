-- core.communes_at: which communes share a postcode
begin;
select plan(6);
set local search_path = placet, pg_temp, public;
select is(core.communes_at('35000'), '[{"insee": "35238", "name": "Rennes"}]',
    'one');
select is(jsonb_path_query_array(core.communes_at(' 35140 '), '$[*].name'),
    '["Gosné", "La Chapelle-Saint-Aubert", "Mézières-sur-Couesnon",
    "Rives-du-Couesnon", "Saint-Aubin-du-Cormier",
    "Saint-Christophe-de-Valains", "Saint-Hilaire-des-Landes",
    "Saint-Ouen-des-Alleux"]', 'several, in the order of the dictionary');
select is(core.communes_at('75020'), '[{"insee": "75056", "name": "Paris"}]',
    'a district of a city');
select is(core.communes_at('97110')->0->>'insee', '97120', 'overseas');
select is(core.communes_at('00000'), '[]', 'nowhere');
select is(core.communes_at(null), '[]', 'nothing');

select finish();
rollback;
