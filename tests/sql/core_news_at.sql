-- core.news_at: a note of ours, and nothing that only looks like one
begin;
select plan(13);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
insert into news (site_id, petition, n, kind, html)
values (1, 2, 1, 'answer', '<p>Oui</p>');
select reply(zoe(), 1, note(), 'Un') \g /dev/null
select is(core.petition_at(1, zoe() || '/notes/1'), 1, 'a comment is known');
select is(core.news_at(1, url), want, coalesce(url, 'null'))
from (values (note(), 1), (note(3), 3), (note(2) || '/news/1', 2),
    (note(2) || '/news/2', null), (note(1) || '/news/1', null),
    (note(9), null), (note() || '/', null), (note() || '/thread', null),
    (note(1, 2), null), (zoe() || '/notes/1', null), ('', null),
    (null, null)) t (url, want);

select finish();
rollback;
