-- core.petition_at: whose thread a URL is in
begin;
select plan(20);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select reply(zoe(), 1, note(), 'Un'), reply(zoe(), 2, note(3), 'Deux'),
    reply(zoe(), 3, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
update comment set state = 'deleted' where object = zoe() || '/notes/2';
select is(core.petition_at(1, url), want, coalesce(url, 'nothing'))
from (values (note(), 1), (note(3), 3), (note() || '/news/5', 1),
    (zoe() || '/notes/1', 1), (zoe() || '/notes/2', null),
    (zoe() || '/notes/3', null), (note(9), null), (note(1, 2), null),
    (note() || '/', null), (note() || '/actor', null),
    (note() || '/news/0', null), (note() || '/news/1/x', null),
    (note() || '#x', null), (note() || '?x', null),
    ('https://a.example', null), ('http://a.example/petitions/1', null),
    ('', null), (null, null)) t (url, want);

insert into peer_rule (site_id, host, level)
values (1, 'm.example', 'suspend');
select is(core.petition_at(1, zoe() || '/notes/1'), null,
    'what a suspended server said is not answered');
select is(core.petition_at(2, zoe() || '/notes/3'), 1,
    'but on the other site');

select finish();
rollback;
