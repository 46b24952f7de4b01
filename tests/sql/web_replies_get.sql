-- web.replies_get: the replies, with the first page of them
begin;
select plan(5);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(), 'x') from generate_series(1, 3) n \g /dev/null
update placet.comment set state = 'shown' where object ~ '[12]$';
set local role placet_web;
select is(web.replies_get(1, '1'), jsonb_build_object(
    '@context', 'https://www.w3.org/ns/activitystreams',
    'id', note() || '/replies', 'type', 'Collection', 'totalItems', 2,
    'first', jsonb_build_object('id', note() || '/replies/page/1',
    'type', 'CollectionPage', 'partOf', note() || '/replies', 'items',
    jsonb_build_array(zoe() || '/notes/1', zoe() || '/notes/2'))),
    'those that are shown');
select is(web.replies_get(2, '1')->>'totalItems', '0', 'none elsewhere');
select throws_ok($$ select web.replies_get(2, '2') $$, 'PL404',
    'petition.unknown', 'none of what is not');
select throws_ok(format($$ select web.replies_get(1, %L) $$, n), 'PL404',
    'petition.unknown', n || ' is an actor') from unnest('{0,-1}'::text[]) n;

select finish();
rollback;
