-- web.thread_get: all of a conversation, as URLs
begin;
select plan(4);
\ir fixture.psql
\ir federation.psql
insert into placet.news (site_id, petition, n, kind, html, at)
values (1, 1, 1, 'answer', 'x', now() - interval '2 days');
select reply(zoe(), n, note(), 'x') from generate_series(1, 2) n \g /dev/null
update placet.comment set state = 'shown' where object ~ '1$';
set local role placet_web;
select is(web.thread_get(1, '1'), jsonb_build_object(
    '@context', 'https://www.w3.org/ns/activitystreams',
    'id', note() || '/thread', 'type', 'OrderedCollection', 'totalItems', 3,
    'attributedTo', note() || '/actor', 'orderedItems', jsonb_build_array(
    note(), note() || '/news/1', zoe() || '/notes/1')),
    'the petition, its news, what is shown of the replies');
select throws_ok($$ select web.thread_get(2, '2') $$, 'PL404',
    'petition.unknown', 'none of what is not');
select throws_ok(format($$ select web.thread_get(1, %L) $$, n), 'PL404',
    'petition.unknown', n || ' is an actor') from unnest('{0,-1}'::text[]) n;

select finish();
rollback;
