-- web.inbox_receive: a batch of activities, each answered
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
insert into placet.peer_rule (site_id, host, level)
values (2, 'e.example', 'suspend');
create function public.like_of(_actor text, _n int, _petition text)
returns text language sql as $$
    select json_build_object('id', _actor || '/l/' || _n, 'type', 'Like',
        'actor', _actor, 'object', _petition)::text
$$;
set local role placet_web;
select is(web.inbox_receive('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
    '{}')::jsonb, '[]', 'of none');
select is(web.inbox_receive(array[1, 2, 2, 1],
    array[zoe(), tom(), eve(), zoe()], n, n, n, n, n::bigint[], n,
    array[like_of(zoe(), 1, note()), like_of(tom(), 1, note(1, 2)),
    like_of(eve(), 1, note(1, 2)), like_of(zoe(), 1, note())])::jsonb, '[{"status": 202},
    {"status": 202}, {"status": 403, "code": "peer.blocked"},
    {"status": 202}]', 'in their order, twins included')
from (select array_fill(null::text, '{4}') as n) n;
select is(web.inbox_receive('{1}', array[zoe()], array[zoe() || '/notes/1'],
    array[note()], '{null}', '{fr}', '{1700000000}', '{Oui}', '{null}')::jsonb,
    '[{"status": 202}]', 'a note comes in parts');
select throws_ok(format($$ select web.inbox_receive('{1}', array[%L], '{null}',
    '{null}', '{null}', '{null}', '{null}', '{x}', '{"{"}') $$, zoe()),
    '22P02', null, 'no JSON is the caller''s mistake');
select throws_ok('select * from placet.seen', '42501', null,
    'web cannot read the tables itself');
select throws_ok($$ select core.inbox_apply(1, 'x', null, null, null, null,
    null, null, '{}') $$, '42501', null, 'nor call the core');
reset role;
select results_eq('select site_id, remote from placet.support order by 1',
    $$ values (1, zoe()), (2, tom()) $$, 'each had its effect on its site');
select is(text, 'Oui', 'and words became a comment') from placet.comment;

select finish();
rollback;
