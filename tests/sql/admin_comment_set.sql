-- admin.comment_set: shown or hidden, by a moderator
begin;
select plan(16);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(), 'Un ' || n) from generate_series(1, 2) n
\g /dev/null
select reply(zoe(), 1, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
select min(id) as first, max(id) as last from placet.comment
where site_id = 1 \gset
select id as other from placet.comment where site_id = 2 \gset
update placet.comment set state = 'deleted' where id = :last;
select federated(2) as before \gset
set local role placet_admin;
select is(admin.comment_set('a.example', :'first', 'shown'),
    jsonb_build_object('comment', jsonb_build_object('id', :first,
    'petition', 1, 'state', 'shown')), 'shown');
select is(admin.comment_set('A.example', :'first', 'hidden')
    ->'comment'->>'state', 'hidden', 'hidden');
select throws_ok(format('select admin.comment_set(''a.example'', %L, %L)', id,
    'shown'), 'PL404', 'comment.unknown', coalesce(id, 'nothing'))
from unnest(array[:'last', :'other', '0', '-1', 'x', '', '9999999999', null])
    id;
select throws_ok(format('select admin.comment_set(''a.example'', %L, %L)',
    :'first', s), 'PL422', 'state.invalid', coalesce(s, 'nothing'))
from unnest('{pending,deleted,"",null}'::text[]) s;
select throws_ok($$ select admin.comment_set('x.example', '1', 'shown') $$,
    'PL404', 'site.unknown', 'of no site');
reset role;
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
