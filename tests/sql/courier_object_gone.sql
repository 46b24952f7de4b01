-- courier.object_gone: a comment that is not where it lived
begin;
select plan(6);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(), 'Mot ' || n) from generate_series(1, 2) n
    \g /dev/null
select reply(zoe(), 1, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
set local role placet_courier;
select courier.object_gone(1, zoe() || '/notes/1') \g /dev/null
select courier.object_gone(1, 'https://x.example/1') \g /dev/null
reset role;
select results_eq('select site_id, object collate "default", state, text from placet.comment
    order by site_id, object', $$ values
    (1, zoe() || '/notes/1', 'deleted', ''),
    (1, zoe() || '/notes/2', 'pending', 'Mot 2'),
    (2, zoe() || '/notes/1', 'pending', 'Ailleurs') $$, 'this one is gone');
select results_eq('select site_id, remote from placet.grave',
    'values (1, zoe())', 'and does not come back');
select reply(zoe(), 1, note(), 'Encore') \g /dev/null
select is((select count(*) from placet.comment where text = 'Encore'),
    0::bigint, 'whoever brings it');

-- Nobody's Delete can be passed on, so groups hear of it from us.
select reply(zoe(), 3, note(), 'Redit') \g /dev/null
update placet.comment set state = 'shown', relayed = true
where object = zoe() || '/notes/3';
set local role placet_courier;
select lives_ok($$ select courier.object_gone(1, zoe() || '/notes/3') $$,
    'one that groups have is gone too');
reset role;
select results_eq($$ select c.state, c.relayed, r.kind, r.doc->>'actor'
    from placet.comment c join placet.relay r using (site_id, object)
    where object = zoe() || '/notes/3' $$,
    $$ values ('deleted', false, 'Delete', note() || '/actor') $$,
    'and they hear of it');
set local role placet_courier;
select throws_ok('select * from placet.comment', '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
