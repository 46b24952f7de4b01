-- admin.peer_rule_set: what may come from a server, and from all below it
begin;
select plan(19);
\ir fixture.psql
\ir federation.psql
select follow(a, 1, note() || '/actor'), say(a, 2, 'Like', note()),
    reply(a, 3, note(), 'Un'), follow(a, 4, note(1, 2) || '/actor', 2),
    reply(a, 5, note(1, 2), 'Un', '{}', 2), say(a, 6, 'Like', note(1, 2), 2)
from unnest(array[zoe(), tom(), eve()]) a \g /dev/null
update placet.comment set state = 'shown' where remote = eve();
insert into placet.deferred (site_id, host, key, request, body)
values (1, 'sub.e.example', 'k', '{}', '{}'), (1, 'm.example', 'k', '{}', '{}');
select federated(2) as before \gset
create function public.there(_host text) returns text
language sql security definer as $$
    select (select count(*) from placet.follower
            where site_id = 1 and host = _host)
        || ' ' || (select count(*) from placet.support s join placet.remote r
            on r.id = s.remote where s.site_id = 1 and r.host = _host)
        || ' ' || (select string_agg(distinct state, ',')
            from placet.comment where site_id = 1 and host = _host)
        || ' ' || (select count(*) from placet.letter
            where site_id = 1 and host = _host)
        || ' ' || (select count(*) from placet.errand
            where site_id = 1 and host = _host)
        || ' ' || (select count(*) from placet.deferred
            where site_id = 1 and host = _host)
        || ' ' || (select count(*) from placet.peer
            where site_id = 1 and host = _host)
$$;
set local role placet_admin;
select is(there('sub.e.example'), '1 1 shown 1 1 1 1', 'what there is');
select is(admin.peer_rule_set('a.example', 'e.example', level, null)
    ->'peer'->>'level', level, level)
from unnest('{allow,limit,reject_media}'::text[]) level;
select is(there('sub.e.example'), '1 1 shown 1 1 1 1',
    'these leave all as it is');
select is(admin.peer_rule_set('A.example', 'E.Example', 'suspend', 'Why'),
    '{"peer": {"host": "e.example", "level": "suspend", "note": "Why"}}',
    'suspended');
select is(there('sub.e.example'), '0 0 hidden 0 0 0 0',
    'nothing is left of what is below, but what could be shown again');
select is(there('m.example'), '2 2 pending 2 1 1 1',
    'of others all is');
reset role;
select is(federated(2), :'before', 'the other site has changed in nothing');

-- An exception below, and an inbox elsewhere.
delete from placet.follower where site_id = 1;
update placet.remote set shared_inbox = 'https://in.m.example/inbox'
where host = 'm.example';
set local role placet_admin;
select admin.peer_rule_drop('a.example', 'e.example') \g /dev/null
reset role;
select follow(zoe(), 20, note() || '/actor'),
    follow(eve(), 20, note() || '/actor') \g /dev/null
set local role placet_admin;
select admin.peer_rule_set('a.example', 'sub.e.example', 'allow', ''),
    admin.peer_rule_set('a.example', 'e.example', 'suspend', ''),
    admin.peer_rule_set('a.example', 'in.m.example', 'suspend', '')
\g /dev/null
reset role;
select results_eq('select remote from placet.follower where site_id = 1',
    'values (eve())', 'who is allowed stays; who reads there does not');

set local role placet_admin;
select throws_ok(format('select admin.peer_rule_set(''a.example'', %L, %L, '
    '%L)', peer, level, note), 'PL422', code, code)
from (values ('', 'allow', '', 'host.invalid'),
    (null, 'allow', '', 'host.invalid'), ('*.x.y', 'allow', '',
    'host.invalid'), ('x.y:80', 'allow', '', 'host.invalid'),
    ('é.example', 'allow', '', 'host.invalid'),
    ('x.y', 'open', '', 'level.invalid'), ('x.y', null, '', 'level.invalid'),
    ('x.y', 'allow', repeat('é', 501), 'note.invalid'))
    t (peer, level, note, code);
select throws_ok($$ select admin.peer_rule_set('x.example', 'x.y', 'allow',
    '') $$, 'PL404', 'site.unknown', 'on no site');

select finish();
rollback;
