-- web.petition_search: words as people type them
begin;
select plan(16);
\ir fixture.psql
create function public.found(_site int, _q text) returns jsonb
language sql as $$
    select jsonb_path_query_array(
        web.petition_search(_site, jsonb_build_object('q', _q)),
        '$.petitions[*].id')
$$;
set local role placet_web;

select is(found(1, 'vélos'), '[1]', 'a word in the text, in the plural');
select is(found(1, 'VELO'), '[1]', 'without accent, in capitals');
select is(found(1, 'marche'), '[3]', 'a title with an accent');
select is(found(1, 'vélo fontaine'), '[]', 'all words must be there');
select is(found(1, 'vélo or fontaine'), '[2, 1]', 'or one of them');
select is(found(1, 'eau -tous'), '[]', 'and not an unwanted one');
select is(found(2, 'vélo'), '[1]', 'only this site is searched');
select is(found(2, 'fontaine'), '[]', 'never another');
select is(found(2, '@1'), '[]', 'not even by the mark of another');
select is(found(1, 'le la les'), '[]', 'stop words find nothing');
select is(found(1, $$ ' & | ! ( \ :* <-> "$$), '[]', 'nor does noise');
select is(web.petition_search(1, '{"q": " "}'),
    web.petition_list(1, '1') || '{"q": ""}', 'no words: the newest');
select is(web.petition_search(1, '{"q": "vélo"}') - 'petitions',
    '{"q": "vélo", "page_number": 1, "next": null, "previous": null,
    "total": 1}', 'it says what was asked');

reset role;
insert into placet.item (site_id, id, kind, state)
select 2, g, 'petition', 'open' from generate_series(2, 1501) g;
insert into placet.version (site_id, item, n, title, body, hash)
select 2, g, 1, 'École ' || g, 'B', b32(g) from generate_series(2, 1501) g;
insert into placet.petition (site_id, item, closes_at)
select 2, g, now() + interval '1 day' from generate_series(2, 1501) g;
insert into placet.log (site_id, item, origin)
select 2, g, 'b.example/p/' || g from generate_series(2, 1501) g;
set local role placet_web;
select is(web.petition_search(2, '{"q": "école b", "page": "2"}')
    - 'petitions', '{"q": "école b", "page_number": 2, "total": 1000,
    "next": "/search?q=%C3%A9cole%20b&page=3",
    "previous": "/search?q=%C3%A9cole%20b&page=1"}',
    'pages are links, and never more than a thousand are ranked');
select throws_ok($$ select web.petition_search(2,
    '{"q": "école", "page": "51"}') $$, 'PL404', 'page.unknown',
    'nor is there a page after them');

reset role;
update placet.petition set withdrawn_at = now()
where (site_id, item) = (1, 1);
set local role placet_web;
select is(web.petition_search(1, '{"q": "vélo"}')->>'total', '0',
    'nobody learns which words one had that was taken back');

select finish();
rollback;
