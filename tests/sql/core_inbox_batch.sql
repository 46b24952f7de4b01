-- core.inbox_batch: many at once are as one after the other
begin;
select plan(14);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
create function public.act(_actor text, _n int, _type text, _object jsonb)
returns jsonb language sql immutable as $$
    select jsonb_build_object('id', _actor || '/b/' || _n, 'type', _type,
        'actor', _actor, 'object', _object)
$$;
insert into peer_rule (site_id, host, level)
values (2, 'e.example', 'suspend');

-- One batch: the answer to a comment comes before and after it.
create temp table came (i int generated always as identity, site int,
    actor text, object text, reply_to text, text text, doc jsonb);
create function pg_temp.batch() returns jsonb language sql as $$
    select core.inbox_batch(array_agg(site order by i),
        array_agg(actor order by i), array_agg(object order by i),
        array_agg(reply_to order by i), array_agg(null::text),
        array_agg(null::text), array_agg(null::bigint),
        array_agg(text order by i), array_agg(doc::text order by i))::jsonb
    from came
$$;
insert into came (site, actor, object, reply_to, text, doc) values
    (1, tom(), tom() || '/notes/1', note(), 'Un', null),
    (1, zoe(), zoe() || '/notes/1', tom() || '/notes/1', 'Deux', null),
    (1, eve(), eve() || '/notes/1', zoe() || '/notes/1', 'Trois', null),
    (2, eve(), eve() || '/notes/2', note(1, 2), 'Non', null),
    (1, tom(), null, null, null, act(tom(), 1, 'Like', to_jsonb(note()))),
    (1, tom(), null, null, null, act(tom(), 1, 'Undo', to_jsonb(note()))),
    (2, tom(), null, null, null, act(tom(), 1, 'Like', to_jsonb(note(1, 2)))),
    (1, eve(), eve() || '/notes/3', note(), 'Quatre', null),
    (1, eve(), null, null, null,
        act(eve(), 4, 'Delete', to_jsonb(eve() || '/notes/3'))),
    (1, zoe(), null, null, null,
        act(zoe(), 5, 'Delete', to_jsonb(zoe() || '/notes/5'))),
    (1, zoe(), zoe() || '/notes/5', note(), 'Cinq', null);
select is(core.inbox_batch('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}',
    '{}')::jsonb, '[]', 'of none');
select is(pg_temp.batch(), jsonb_agg(case when i = 4
        then '{"status": 403, "code": "peer.blocked"}'::jsonb
        else '{"status": 202}' end order by i), 'each has its answer')
from came;
select results_eq($$ select text from comment where site_id = 1
    and state <> 'deleted' order by id $$,
    $$ values ('Un'), ('Deux'), ('Trois') $$,
    'an answer finds what came with it, what was deleted is gone');
select is_empty('select from comment where site_id = 2',
    'the suspended said nothing');
select results_eq('select site_id, remote from support order by 1',
    $$ values (1, tom()), (2, tom()) $$,
    'an id counts once, and once a site');
select is(count(*), 4::bigint, 'and is noted so') from seen;

select pg_temp.batch() \g /dev/null
select is(count(*), 3::bigint, 'a second time nothing happens') from comment
where state <> 'deleted';
select is(count(*), 2::bigint, 'at all') from support;
update remote set gone_at = now() where id = tom();
select come(1, tom(), act(tom(), 90, 'Announce', to_jsonb(note()))),
    reply(tom(), 90, note(), 'Encore') \g /dev/null
select is(count(*), 2::bigint, 'who is gone says nothing more') from support;
select is_empty($$ select from comment where text = 'Encore' $$, 'at all');

-- No key keeps an author, so one whose time might come is held.
update remote set fetched_at = now() - interval '31 days' where id = zoe();
select reply(zoe(), 91, note(), 'Toujours là') \g /dev/null
select isnt(xmax::text, '0', 'who might be purged now is held')
from remote where id = zoe();
select isnt_empty($$ select from comment where text = 'Toujours là' $$,
    'and heard');

-- Purged since the key was read.
delete from comment where remote = eve();
delete from remote where id = eve();
select is(reply(eve(), 9, note(), 'Moi'), '{"status": 503, "code": "busy"}',
    'who was forgotten is asked to come again');
select is_empty($$ select from comment where remote = eve() $$,
    'nothing came of it');

select finish();
rollback;
