-- web.followers_get: how many, never who
begin;
select plan(5);
\ir fixture.psql
\ir federation.psql
select follow(zoe(), 1, note() || '/actor'),
    follow(eve(), 1, note() || '/actor'),
    follow(eve(), 2, 'https://a.example/commune') \g /dev/null
set local role placet_web;
select is(web.followers_get(1, '1'), '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/petitions/1/actor/followers",
    "type": "OrderedCollection", "totalItems": 2}', 'a number');
select is(web.followers_get(site, a)->>'totalItems', want, want)
from (values (1, '-1', '1'), (1, '0', '0'), (2, '1', '0'))
    t (site, a, want);
select throws_ok($$ select web.followers_get(2, '3') $$, 'PL404',
    'petition.unknown', 'none of what is not');

select finish();
rollback;
