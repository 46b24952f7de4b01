-- core.url_bare: what is fetched
begin;
select plan(4);
\ir fixture.psql
select is(core.url_bare(url), want, url)
from (values ('https://m.example/zoe#main-key', 'https://m.example/zoe'),
    ('https://m.example/zoe', 'https://m.example/zoe'), ('#', ''),
    (E'x#a\n#b', 'x')) t (url, want);

select finish();
rollback;
