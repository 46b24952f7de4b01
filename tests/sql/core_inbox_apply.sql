-- core.inbox_apply: one effect for each id, and none for whom we do not want
begin;
select plan(52);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset

-- Once.
select is(say(zoe(), 1, 'Like', note()), '{"status": 202}', 'taken');
select is(say(zoe(), 1, 'Like', note()), '{"status": 202}',
    'a second time it is taken all the same');
select is(say(zoe(), 1, 'Undo', note()), '{"status": 202}',
    'so is another thing under its id');
select results_eq('select remote, kind from support where site_id = 1',
    $$ values (zoe(), 'like') $$, 'but it had its effect once');
select is(count(*), 1::bigint, 'and is noted once')
from seen where site_id = 1;
-- What we do not know, and what is not well formed.
select is(say(zoe(), 9 + (row_number() over ())::int, type, o::jsonb),
    '{"status": 202}', type || ' ' || o)
from (values ('Dance', '"x"'), ('Like', 'null'), ('Like', '{}'),
    ('Like', '[]'), ('Like', '7'), ('Like', '{"id": 7}'),
    ('Create', 'null'), ('Create', '"https://m.example/x"'),
    ('Create', '[{}]'), ('Create', '{"id": null}'), ('Create', '{"to": 5}'),
    ('Undo', 'null'), ('Undo', '[]'), ('Undo', '{"object": {"object": []}}'),
    ('Undo',
        '{"type": ["Like"], "object": "x"}'), ('Update', 'null'),
    ('Update', '{"attributedTo": []}'), ('Delete', 'null'),
    ('Delete', '{"id": {}}'), ('Flag', 'null'), ('Flag', '[null, 5, {}]'),
    ('Move', 'null'), ('Block', '[]'), ('Follow', 'null'),
    ('Follow', '{"type": "Follow"}'), ('Announce', '{"type": "Create",
        "object": {"type": "Note"}}'), ('Accept', '"x"'),
    ('Add', '"x"')) t (type, o);
select is(come(1, zoe(), '{"id": "https://m.example/a/none"}'),
    '{"status": 202}', 'one without a type');
select is(come(1, zoe(), '{"id": "https://m.example/a/many", "type": ["Like"],
    "object": "https://a.example/petitions/1"}'), '{"status": 202}',
    'one of several types');
select results_eq('select remote, kind from support where site_id = 1',
    $$ values (zoe(), 'like') $$, 'none of these did anything');
select is_empty('select from comment where site_id = 1', 'nor said anything');

-- Suspended: the host itself, and what is below it.
insert into peer_rule (site_id, host, level)
values (1, 'e.example', 'suspend');
select is(say(eve(), 50, 'Like', note()),
    '{"status": 403, "code": "peer.blocked"}', 'the suspended is refused');
select is(say(eve(), 51, 'Delete', eve()),
    '{"status": 403, "code": "peer.blocked"}', 'whatever it says');
select is_empty($$ select from support where remote = eve() $$,
    'nothing came of it');
update peer_rule set level = 'limit';
select is(say(eve(), 50, 'Like', note()), '{"status": 202}',
    'when it is let in again it may repeat itself');
select isnt_empty($$ select from support where remote = eve() $$,
    'and be heard');

-- Off, and a list.
update site set social = 'off' where id = 1;
select say(tom(), 60, 'Like', note()), say(tom(), 61, 'Announce', note()),
    reply(tom(), 1, note(), 'Non') \g /dev/null
select is_empty($$ select from support where remote = tom() $$,
    'a site that wants nothing gets no likes');
select is_empty($$ select from comment where remote = tom() $$,
    'and no comments');
select say(zoe(), 62, 'Undo', zoe() || '/acts/1') \g /dev/null
select is_empty($$ select from support where site_id = 1
    and remote = zoe() $$, 'yet who takes something back is heard');
update site set social = 'allow' where id = 1;
insert into peer_rule (site_id, host, level)
values (1, 'm.example', 'allow');
select say(tom(), 63, 'Like', note()), say(eve(), 64, 'Dislike', note())
\g /dev/null
select results_eq($$ select remote from support
    where site_id = 1 and remote <> zoe() and kind <> 'share'
    order by remote $$, $$ values (tom()), (eve()) $$,
    'with a list those on it are heard');
select is_empty($$ select from support where kind = 'dislike' $$,
    'and nobody else');

-- Who speaks is alive.
insert into act (site_id, n, kind, actor, object, draft, at)
select 1, n, 'news', 1, '', '{}', now() - interval '21 days'
    + n * interval '1 day'
from generate_series(1, 20) n;
insert into peer (site_id, host, cursor, fails, failing_from, opened_at,
    dead_at, due_at)
values (1, 'm.example', 2, 9, now() - interval '3 days', now(), null,
        now() + interval '9 hours');
select say(zoe(), 70, 'Dance', 'x') \g /dev/null
select is(row (cursor, fails, failing_from, opened_at, dead_at,
    due_at <= now())::text, '(2,0,,,,t)',
    'a server that speaks is sent to again, from where it was')
from peer where (site_id, host) = (1, 'm.example');
update peer set fails = 30, dead_at = now() - interval '2 days',
    failing_from = now() - interval '10 days'
where (site_id, host) = (1, 'm.example');
select say(zoe(), 71, 'Dance', 'x') \g /dev/null
select is(row (cursor, fails, dead_at)::text, '(6,0,)',
    'one that was dead gets the last fortnight')
from peer where (site_id, host) = (1, 'm.example');
delete from act where site_id = 1;

update remote set gone_at = now() where id = tom();
delete from support where remote = tom();
select say(tom(), 80, 'Like', note()) \g /dev/null
select is_empty($$ select from support where remote = tom() $$,
    'who is gone says nothing more');
update remote set gone_at = null where id = tom();

select is(federated(2), :'before', 'the other site has changed in nothing');
select is(say(zoe(), 1, 'Like', note(1, 2), 2), '{"status": 202}',
    'what was seen here may come there');

select finish();
rollback;
