-- core.url_host: host and port of a URL
begin;
select plan(16);
set local search_path = placet, pg_temp, public;
select is(core.url_host(url), want, coalesce(url, 'nothing'))
from (values ('https://M.Example/x', 'm.example'),
    ('https://m.example', 'm.example'),
    ('http://m.example:8080/', 'm.example:8080'),
    ('https://m.example/#x', 'm.example'), ('https://m.example#x', null),
    ('https://m.example?x', null), ('https://u@m.example/', null),
    ('https://m.example\@e.example/', null), ('HTTPS://m.example/', null),
    ('ftp://m.example/', null), ('//m.example/', null), ('m.example', null),
    ('https://', null), ('https://é.example/', null), ('', null),
    (null, null)) t (url, want);

select finish();
rollback;
