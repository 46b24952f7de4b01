-- core.news_number: the number at the end
begin;
select plan(6);
set local search_path = placet, pg_temp, public;
select is(core.news_number(url), want, coalesce(url, 'nothing'))
from (values ('https://a.example/petitions/1/news/12', 12),
    ('https://a.example/petitions/1', 0),
    ('https://a.example/petitions/1/news/012', 0),
    ('https://a.example/petitions/1/news/9999999999', 0),
    ('https://a.example/petitions/1/news/1/x', 0), (null, 0)) t (url, want);

select finish();
rollback;
