-- web.act_get: an activity, once it has its proof
begin;
select plan(13);
\ir fixture.psql
\ir federation.psql
select publish() \g /dev/null
insert into placet.act (site_id, n, kind, actor, object, draft)
values (1, 3, 'news', 1, '', '{"id": "no"}');
update placet.site set acts = 3 where id = 1;
-- On the other site one that passes on somebody's words.
insert into placet.act (site_id, n, kind, actor, object, reach, draft, doc)
values (2, 3, 'relay', -1, '', 'group', '{}', '{}');
update placet.site set acts = 3, acts_signed = 3 where id = 2;
set local role placet_web;
select is(web.act_get(1, '1')->>'id', 'https://a.example/acts/1', 'it');
select is(web.act_get(1, '2')->>'proof', '{}', 'with its proof');
select is(web.act_get(2, '1')->>'id', 'https://b.example/acts/1',
    'each site has its own');
select throws_ok(format('select web.act_get(1, %L)', n), 'PL404',
    'act.unknown', coalesce(n, 'nothing'))
from unnest(array['3', '4', '0', '-1', 'x', '', '99999999999', null]) n;
select throws_ok($$ select web.act_get(2, '3') $$, 'PL404', 'act.unknown',
    'what others said is not ours to show');
select throws_ok('select * from placet.act', '42501', null,
    'web cannot read the tables itself');

select finish();
rollback;
