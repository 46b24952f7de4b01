-- web.replies_page: one page of them
begin;
select plan(5);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(), 'x') from generate_series(1, 41) n \g /dev/null
update placet.comment set state = 'shown';
set local role placet_web;
select is(web.replies_page(1, '1', '2')->'items'->>0, zoe() || '/notes/41',
    'the second');
select throws_ok($$ select web.replies_page(1, '1', 'x') $$, 'PL404',
    'page.unknown', 'no page');
select throws_ok($$ select web.replies_page(2, '2', '1') $$, 'PL404',
    'petition.unknown', 'no petition');
select throws_ok(format($$ select web.replies_page(1, %L, '1') $$, n), 'PL404',
    'petition.unknown', n || ' is an actor') from unnest('{0,-1}'::text[]) n;

select finish();
rollback;
