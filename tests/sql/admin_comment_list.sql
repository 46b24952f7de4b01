-- admin.comment_list: what moderators look through
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), n, note(), 'Un ' || n) from generate_series(1, 4) n
\g /dev/null
select reply(zoe(), 1, note(1, 2), 'Ailleurs', '{}', 2) \g /dev/null
update placet.comment set state = (array['pending', 'shown', 'hidden',
    'deleted'])[right(object, 1)::int] where site_id = 1;
set local role placet_admin;
select is((admin.comment_list('A.example', 'pending')->'comments'->0)
    - '{id,published_at,received_at}'::text[], jsonb_build_object(
    'petition', 1, 'state', 'pending', 'name', 'Zoé', 'actor', zoe(),
    'text', 'Un 1', 'object', zoe() || '/notes/1',
    'url', zoe() || '/notes/1'), 'who said what, where');
select is(jsonb_path_query_array(admin.comment_list('a.example', state),
    '$.comments[*].text'), want, coalesce(state, 'any'))
from (values ('pending', '["Un 1"]'::jsonb), ('shown', '["Un 2"]'),
    ('hidden', '["Un 3"]'), (null, '["Un 3", "Un 2", "Un 1"]')) t (state, want);
select throws_ok(format('select admin.comment_list(''a.example'', %L)', s),
    'PL422', 'state.invalid', s) from unnest('{deleted,x,""}'::text[]) s;
select throws_ok($$ select admin.comment_list('x.example', null) $$, 'PL404',
    'site.unknown', 'of no site');

select finish();
rollback;
