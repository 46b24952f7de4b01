-- admin.flag_send: a report to those who run a server
begin;
select plan(26);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), 1, note(), 'Méchant') \g /dev/null
select reply(eve(), 2, note(), 'Aussi') \g /dev/null
select federated(2) as before \gset
create function public.letters() returns bigint
language sql security definer as $$ select count(*) from placet.letter $$;
select id from placet.comment where remote = zoe() \gset
set local role placet_admin;
select is((admin.flag_send('A.example', :'id', 'Injures')->'flag')
    - 'id'::text, '{"actor": "https://m.example/zoe", "sent": true, "objects":
    ["https://m.example/zoe", "https://m.example/zoe/notes/1"]}',
    'a comment by its number');
select throws_ok('select * from placet.report', '42501', null,
    'the role itself cannot read the tables');
reset role;
select is(row (site_id, host, inbox, actor)::text, row (1, 'm.example',
    'https://m.example/inbox', 0)::text,
    'to the inbox of all, by the site') from placet.letter;
select is(doc::jsonb - 'id'::text, '{
    "@context": "https://www.w3.org/ns/activitystreams", "type": "Flag",
    "actor": "https://a.example/actor", "to": ["https://m.example/zoe"],
    "object": ["https://m.example/zoe", "https://m.example/zoe/notes/1"],
    "content": "Injures"}', 'the account first, then what it said')
from placet.letter;
select doc::jsonb->>'id' as flag from placet.letter \gset
select matches(:'flag'::text, '^https://a.example/actor#flag/[0-9a-f]{64}/1$',
    'under an id of the site');
set local role placet_admin;
select is(admin.flag_send('a.example', 'https://m.example/zoe/notes/1',
    'Injures')->'flag', jsonb_build_object('id', :'flag', 'sent', false,
    'actor', zoe(), 'objects', jsonb_build_array(zoe(), zoe()
    || '/notes/1')), 'the same once more, by its URL: the same id');
select is(letters(), 1::bigint, 'and nothing is sent');
select is(admin.flag_send('a.example', :'id', 'Menaces')->'flag'->>'sent',
    'true', 'another reason is another report');
select is(admin.flag_send('a.example', eve(), 'Tout')->'flag'->'objects',
    '["https://sub.e.example/eve"]', 'an account');
reset role;
select is(array(select inbox from placet.letter order by id desc limit 1),
    '{https://sub.e.example/eve/inbox}', 'to its own inbox, if it has none');
update placet.report set at = now() - interval '25 hours';
set local role placet_admin;
select is(admin.flag_send('a.example', :'id', 'Injures')->'flag'->>'id',
    replace(:'flag', '/1', '/2'), 'a day later it is said again');
select throws_ok(format('select admin.flag_send(''a.example'', %L, ''x'')',
    w), 'PL404', 'subject.unknown', coalesce(w, 'nothing'))
from unnest('{0,99999,x,"",https://m.example/nobody,
    https://a.example/petitions/1,null}'::text[]) w;
select throws_ok(format('select admin.flag_send(''a.example'', %L, %L)', zoe(),
    w), 'PL422', 'text.invalid', coalesce(left(w, 5), 'no reason'))
from unnest(array['', null, repeat('x', 5001)]) w;
select throws_ok(format('select admin.flag_send(''b.example'', %L, ''x'')',
    :'id'), 'PL404', 'subject.unknown', 'not one of another site');
select throws_ok($$ select admin.flag_send('x.example', '1', 'x') $$, 'PL404',
    'site.unknown', 'of no site');
reset role;
select is(federated(2), :'before', 'the other site has changed in nothing');
insert into placet.letter (site_id, host, inbox, actor, doc)
select 1, 'm.example', 'https://m.example/inbox', 0, '{}'
from generate_series(1, 256);
insert into placet.peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend');
set local role placet_admin;
select throws_ok($$ select admin.flag_send('a.example',
    'https://m.example/tom', 'x') $$, 'PL503', 'busy', 'too much waits');
select throws_ok($$ select admin.flag_send('a.example', eve(), 'x') $$,
    'PL409', 'peer.blocked', 'nothing to do with them');
select finish();
rollback;
