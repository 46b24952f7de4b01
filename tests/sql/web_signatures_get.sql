-- web.signatures_get: how many signed, not who
begin;
select plan(4);
\ir fixture.psql
update placet.log set signs = 9, withdrawn = 2, invalidated = 1
where (site_id, item) = (1, 1);
set local role placet_web;
select is(web.signatures_get(1, '1'), '{
    "@context": "https://www.w3.org/ns/activitystreams",
    "id": "https://a.example/petitions/1/signatures",
    "type": "OrderedCollection", "totalItems": 6}', 'a number');
select throws_ok($$ select web.signatures_get(2, '2') $$, 'PL404',
    'petition.unknown', 'none of what is not');
select throws_ok(format($$ select web.signatures_get(1, %L) $$, n), 'PL404',
    'petition.unknown', n || ' is an actor') from unnest('{0,-1}'::text[]) n;

select finish();
rollback;
