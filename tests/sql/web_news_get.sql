-- web.news_get: a piece of news
begin;
select plan(9);
\ir fixture.psql
insert into placet.news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', '<p>Oui</p>');
set local role placet_web;
select is(web.news_get(1, '1', '1')->>'content', '<p>Oui</p>', 'its words');
select throws_ok(format('select web.news_get(%s, %L, %L)', site, p, n),
    'PL404', 'news.unknown', format('%s/%s/%s', site, p, n))
from (values (1, '1', '2'), (1, '2', '1'), (2, '1', '1'), (1, '1', '0'),
    (1, '1', 'x'), (1, 'x', '1'), (1, '1', '99999999999')) t (site, p, n);
reset role;
update placet.petition set withdrawn_at = now() where (site_id, item) = (1, 1);
set local role placet_web;
select results_eq($$ select n->>'type', n->>'id', n ? 'content'
    from web.news_get(1, '1', '1') n $$,
    $$ values ('Tombstone', 'https://a.example/petitions/1/news/1', false) $$,
    'gone with its petition');

select finish();
rollback;
