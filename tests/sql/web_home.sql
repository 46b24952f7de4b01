-- web.home: the first page of a site, and of no other
begin;
select plan(11);
\ir fixture.psql
select claim(1, 1, 1);
set local role placet_web;
select web.signature_confirm('{1}', '{1}', array[b32(1)]) \g /dev/null
reset role;
select sequence(1, 1) \g /dev/null
set local role placet_web;

select is(web.home(1, 'fr')->>'page', 'home', 'it says what it is');
select is(jsonb_path_query_array(web.home(1, 'fr'), '$.petitions[*].id'),
    '[1]', 'only open petitions of this site are shown');
select is(jsonb_path_query_array(web.home(1, 'fr'), '$.closing[*].title'),
    '["Des pistes cyclables"]', 'and those that close next');
select is(web.home(1, 'fr')->'figures',
    '{"open": 1, "signatures": 1, "communes": 1}', 'the figures are right');
select is(web.home(2, 'fr')->'figures',
    '{"open": 1, "signatures": 0, "communes": 0}',
    'another site has its own');
select is(web.home(2, 'fr')->'petitions'->0->>'title', 'Sauvons le phare',
    'and its own petitions');
select is(web.home(3, 'fr') #> '{petitions}', '[]',
    'a site without petitions has none');
select is(web.home(1, 'fr')->'fediverse', '{"handle": "@mairie@a.example",
    "user": "mairie", "host": "a.example",
    "url": "https://a.example/commune", "limited": false}',
    'the commune can be followed');
reset role;
update placet.site set social = 'off' where id = 1;
set local role placet_web;
select is(web.home(1, 'fr')->'fediverse', 'null',
    'unless its site wants nothing of other servers');

reset role;
insert into placet.item (site_id, id, kind, state)
select 2, g, 'petition', 'open' from generate_series(2, 31) g;
insert into placet.version (site_id, item, n, title, body, hash)
select 2, g, 1, 'T' || g, 'B', b32(g) from generate_series(2, 31) g;
insert into placet.petition (site_id, item, closes_at)
select 2, g, now() + (100 - g) * interval '1 day'
from generate_series(2, 31) g;
insert into placet.log (site_id, item, origin)
select 2, g, 'b.example/p/' || g from generate_series(2, 31) g;
set local role placet_web;
select is(jsonb_path_query_array(web.home(2, 'fr'), '$.petitions[*].id'),
    to_jsonb(array(select generate_series(31, 12, -1))),
    'the twenty newest are shown, newest first');
select is(jsonb_path_query_array(web.home(2, 'fr'), '$.closing[*].id'),
    '[1, 31, 30]', 'and the three that close first');

select finish();
rollback;
