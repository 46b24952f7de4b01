-- web.outbox_get: how much an actor has said
begin;
select plan(7);
\ir fixture.psql
\ir federation.psql
select publish() \g /dev/null
insert into placet.act (site_id, n, kind, actor, object, reach, draft, doc)
values (1, 3, 'count', 1, '', 'placet', '{}', '{}'),
    (1, 4, 'news', 1, '', 'all', '{}', null),
    (2, 3, 'relay', -1, '', 'group', '{}', '{}');
update placet.site set acts = 4, acts_signed = 3;
set local role placet_web;
select is(web.outbox_get(1, '0'), '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/actor/outbox", "type": "OrderedCollection",
    "totalItems": 3, "first": "https://a.example/actor/outbox/page/1"}',
    'the site has said all that has a proof');
select is(web.outbox_get(site, a)->>'totalItems', want, site || '/' || a)
from (values (1, '1', '1'), (1, '-1', '1'), (1, '2', '0'), (2, '0', '2'),
    (2, '-1', '1'))
    t (site, a, want);
select throws_ok($$ select web.outbox_get(2, '3') $$, 'PL404',
    'petition.unknown', 'none of what is not');

select finish();
rollback;
