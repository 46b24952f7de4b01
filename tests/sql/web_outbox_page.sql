-- web.outbox_page: a hundred acts, oldest first, never to change
begin;
select plan(16);
\ir fixture.psql
\ir federation.psql
insert into placet.act (site_id, n, kind, actor, object, reach, draft, doc)
select 1, n, case when n % 5 = 0 then 'count' else 'news' end, n % 3 - 1, '',
    case when n % 5 = 0 then 'placet' else 'all' end, '{}',
    '{"n": ' || n || '}' from generate_series(1, 250) n;
update placet.site set acts = 250, acts_signed = 240 where id = 1;
insert into placet.act (site_id, n, kind, actor, object, reach, draft, doc)
select 2, n, k, -1, '', r, '{}', '{"n": ' || n || '}'
from (values (1, 'relay', 'group'), (2, 'news', 'all'))
    t (n, k, r);
update placet.site set acts = 2, acts_signed = 2 where id = 2;
set local role placet_web;
select is(json_array_length(web.outbox_page(1, a, page)->'orderedItems'),
    want, a || ', page ' || page)
from (values ('0', '1', 100), ('0', '2', 100), ('0', '3', 40),
    ('1', '1', 64), ('2', '1', 0)) t (a, page, want);
select is(web.outbox_page(1, '0', '2')->'orderedItems'->0->>'n', '101',
    'in order');
select is(web.outbox_page(1, '0', '2')::jsonb - 'orderedItems', '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/actor/outbox/page/2",
    "type": "OrderedCollectionPage",
    "partOf": "https://a.example/actor/outbox",
    "prev": "https://a.example/actor/outbox/page/1",
    "next": "https://a.example/actor/outbox/page/3"}', 'with its neighbours');
select is(web.outbox_page(1, '0', '3')->>'next', null, 'the last has none');
select ok(not exists (select from json_array_elements(
    web.outbox_page(1, '1', '1')->'orderedItems') e
    where (e->>'n')::int % 5 = 0), 'counts are in nobody''s but the site''s');
select throws_ok(format('select web.outbox_page(1, ''0'', %L)', page),
    'PL404', 'page.unknown', page)
from unnest('{4,0,x,"",99999}'::text[]) page;
select is((web.outbox_page(2, a, '1')->'orderedItems')::jsonb, '[{"n": 2}]',
    'of the other site its own, not what others said: ' || a)
from unnest('{0,-1}'::text[]) a;

select finish();
rollback;
