-- web.petition_page: a petition with what is said of it elsewhere
begin;
select plan(9);
\ir fixture.psql
\ir comments.psql
insert into placet.support (site_id, petition, remote, kind, news, activity)
values (1, 1, 'https://m.example/u/alice', 'like', 7, 'x');
set local role placet_web;

select is(web.petition_page(1, '1', 'fr')::jsonb->'petition',
    web.petition_get(1, '1', 'fr')::jsonb->'petition',
    'the petition is that of the other face');
select is((web.petition_page(1, '1', 'fr')::jsonb->'fediverse') - 'comments',
    '{"handle": "@petition-1@a.example", "user": "petition-1",
    "host": "a.example", "limited": false,
    "url": "https://a.example/petitions/1", "likes": 2, "shares": 1,
    "total": 25, "more": "/petitions/1/comments"}',
    'likes, shares and comments are counted apart');
select is(jsonb_array_length(
    web.petition_page(1, '1', 'fr')::jsonb#>'{fediverse,comments}'), 20,
    'the newest comments come along');
select is((web.petition_page(1, '2', 'fr')::jsonb->'fediverse')
    - '{handle,user,host,url}'::text[], '{"limited": false, "likes": 0, "shares": 0,
    "total": 0, "comments": [], "more": null}', 'where there is none, none');
select is(web.petition_page(2, '1', 'fr')::jsonb#>>'{fediverse,likes}', '0',
    'another site has its own');

select throws_ok(format('select web.petition_page(1, %L, %L)', id, 'fr'),
    'PL404', 'petition.unknown', format('%L is no petition', id))
from unnest('{4,-1,x}'::text[]) id;

reset role;
update placet.site set social = 'off' where id = 1;
set local role placet_web;
select is(web.petition_page(1, '1', 'fr')::jsonb,
    web.petition_get(1, '1', 'fr')::jsonb,
    'a site that takes no part in the fediverse shows nothing of it');

select finish();
rollback;
