-- web.petition_list: all petitions of a site, twenty a page
begin;
select plan(12);
\ir fixture.psql
set local role placet_web;

select is(jsonb_path_query_array(web.petition_list(1, '1'),
    '$.petitions[*].id'), '[3, 2, 1]', 'open or closed, newest first');
select is(web.petition_list(1, '1') - 'petitions',
    '{"page_number": 1, "next": null, "previous": null, "total": 3}',
    'three petitions are one page');
select is(web.petition_list(1, '1')->'petitions'->2
    #- '{opened_at}' #- '{closes_at}', '{"id": 1, "lang": "fr",
    "title": "Des pistes cyclables", "excerpt": "Pourquoi Le vélo sauve.",
    "count": 0, "open": true, "url": "/petitions/1", "next": {
        "threshold": 2, "effect": "Une réponse écrite", "percent": 0,
        "missing": 2}}', 'each with what a list shows');
select is(web.petition_list(3, '1')->'petitions', '[]',
    'no petitions are an empty first page');

reset role;
insert into placet.item (site_id, id, kind, state)
select 2, g, 'petition', 'open' from generate_series(2, 41) g;
insert into placet.version (site_id, item, n, title, body, hash)
select 2, g, 1, 'T' || g, 'B', b32(g) from generate_series(2, 41) g;
insert into placet.petition (site_id, item, closes_at)
select 2, g, now() + interval '1 day' from generate_series(2, 41) g;
insert into placet.log (site_id, item, origin)
select 2, g, 'b.example/p/' || g from generate_series(2, 41) g;
set local role placet_web;
select is(web.petition_list(2, '2') - 'petitions',
    '{"page_number": 2, "next": "/petitions/page/3",
    "previous": "/petitions/page/1", "total": 41}',
    'a page in the middle leads both ways');
select is(jsonb_path_query_array(web.petition_list(2, '3'),
    '$.petitions[*].id'), '[1]', 'the last page has the rest');

select throws_ok(format('select web.petition_list(2, %L)', page), 'PL404',
    'page.unknown', format('there is no page %L', page))
from unnest('{4,0,01,x,-1,99999999999}'::text[]) page;

select finish();
rollback;
