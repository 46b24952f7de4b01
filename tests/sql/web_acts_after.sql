-- web.acts_after: the feed, from where one stopped
begin;
select plan(22);
\ir fixture.psql
\ir federation.psql
set local role placet_web;
select is(web.acts_after(1, '0')::jsonb, '{"acts": [], "last": 0}', 'nothing');
reset role;
select publish() \g /dev/null
insert into placet.act (site_id, n, kind, actor, object, reach, draft)
values (1, 3, 'count', 1, '', 'placet', '{}');
set local role placet_web;
select is(web.acts_after(1, '0')->>'last', '2', 'as far as there are proofs');
select is(json_array_length(web.acts_after(1, n)->'acts'), want, 'after ' || n)
from (values ('0', 2), ('1', 1), ('2', 0), ('9', 0),
    ('999999999999999999', 0)) t (n, want);
select is(web.acts_after(1, '7')->>'last', '7', 'what is not yet: the same');
select is(web.acts_after(1, '1')->'acts'->0->>'id',
    'https://a.example/acts/2', 'as it was sent');
select is(json_array_length(web.acts_after(2, '0')->'acts'), 2,
    'each site has its own');
select throws_ok(format('select web.acts_after(1, %L)', n), 'PL404',
    'act.unknown', coalesce(n, 'nothing'))
from unnest(array['-1', '01', 'x', '', '1e3', '9999999999999999999', null]) n;
reset role;
insert into placet.act (site_id, n, kind, actor, object, draft, doc)
select 1, n, 'news', 1, '', '{}', '{}' from generate_series(4, 700) n;
update placet.act set doc = '{}' where doc is null;
update placet.site set acts_signed = 700 where id = 1;
insert into placet.act (site_id, n, kind, actor, object, reach, draft, doc)
values (2, 3, 'relay', -1, '', 'group', '{}', '{}'),
    (2, 4, 'news', 1, '', 'all', '{}', '{"n": 4}');
update placet.site set acts_signed = 4 where id = 2;
set local role placet_web;
select is(web.acts_after(2, '2')::jsonb, '{"acts": [{"n": 4}], "last": 4}',
    'what others said is not in it');
select is(web.acts_after(2, '3')->>'last', '4', 'its number is none to stop at');
select is(web.acts_after(1, '0')->>'last', '500', 'five hundred at a time');
reset role;
update placet.act set doc = to_json(repeat('x', 100000)) where n > 500;
update placet.act set doc = to_json(repeat('x', 500000)) where n = 505;
set local role placet_web;
select is(web.acts_after(1, n)->>'last', last, 'not too much at once: ' || n)
from (values ('500', '502'), ('504', '505')) t (n, last);

select finish();
rollback;
