-- web.comment_page: all comments, twenty a page
begin;
select plan(11);
\ir fixture.psql
\ir comments.psql
set local role placet_web;

select is(web.comment_page(1, '1', '1') - 'comments', '{
    "petition": {"id": 1, "title": "Des pistes cyclables", "lang": "fr",
        "url": "/petitions/1"},
    "page_number": 1, "next": "/petitions/1/comments/page/2",
    "previous": null, "total": 25}', 'the first page leads to the second');
select is(web.comment_page(1, '1', '2') - 'comments' - 'petition', '{
    "page_number": 2, "next": null,
    "previous": "/petitions/1/comments/page/1", "total": 25}',
    'and that one back');
select is(jsonb_array_length(web.comment_page(1, '1', '2')->'comments'), 5,
    'with what is left');
select is(web.comment_page(1, '2', '1')->'comments', '[]',
    'a first page may be empty');

select throws_ok(format('select web.comment_page(1, %L, %L)', id, page),
    'PL404', code, format('there is no page %s of %s', page, id))
from (values ('1', '3', 'page.unknown'), ('1', '0', 'page.unknown'),
    ('2', '2', 'page.unknown'), ('4', '1', 'petition.unknown'),
    ('-1', '1', 'petition.unknown'), ('0', '1', 'petition.unknown'))
    t (id, page, code);
reset role;
update placet.site set social = 'open';
update placet.petition set withdrawn_at = now() where (site_id, item) = (1, 1);
set local role placet_web;
select throws_ok($$ select web.comment_page(1, '1', '1') $$, 'PL410',
    'petition.withdrawn', 'gone with its petition');

select finish();
rollback;
