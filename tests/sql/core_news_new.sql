-- core.news_new: news are numbered, sent and announced
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select federated(2) as before \gset
select is(core.news_new(1, 1, 'milestone', '<p>1</p>'), 1, 'the first');
select is(core.news_new(1, 1, 'answer', '<p>2</p>'), 2, 'the second');
select is(core.news_new(1, 2, 'answer', '<p>3</p>'), 1,
    'another petition''s first');
select results_eq('select n, kind, actor, object, reach from act
    where site_id = 1 order by n', $$ values
    (1::bigint, 'news', 1, 'https://a.example/petitions/1/news/1', 'all'),
    (2, 'announce', -1, 'https://a.example/petitions/1/news/1', 'all'),
    (3, 'news', 1, 'https://a.example/petitions/1/news/2', 'all'),
    (4, 'announce', -1, 'https://a.example/petitions/1/news/2', 'all'),
    (5, 'news', 2, 'https://a.example/petitions/2/news/1', 'all'),
    (6, 'announce', -1, 'https://a.example/petitions/2/news/1', 'all') $$,
    'the petition says it, the commune passes it on');
select throws_ok($$ select core.news_new(1, 1, 'song', '') $$, '23514', null,
    'there are only so many kinds');
select throws_ok($$ select core.news_new(1, 9, 'answer', '') $$, '23503',
    null, 'of a petition that is none there are no news');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
