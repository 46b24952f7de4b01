-- core.inbox_batch: many at once are as one after the other
begin;
select plan(9);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
create function public.act(_actor text, _n int, _type text, _object jsonb)
returns jsonb language sql immutable as $$
    select jsonb_build_object('id', _actor || '/b/' || _n, 'type', _type,
        'actor', _actor, 'object', _object)
$$;
create function public.said(_actor text, _n int, _to text) returns jsonb
language sql immutable as $$
    select jsonb_build_object('id', _actor || '/notes/' || _n, 'type', 'Note',
        'attributedTo', _actor, 'to', 'as:Public', 'inReplyTo', _to)
$$;
insert into peer_rule (site_id, host, level)
values (2, 'e.example', 'suspend');

-- One batch: the answer to a comment comes before and after it.
create temp table came (i int generated always as identity, site int,
    actor text, doc jsonb, text text);
insert into came (site, actor, doc, text) values
    (1, tom(), act(tom(), 1, 'Create', said(tom(), 1, note())), 'Un'),
    (1, zoe(), act(zoe(), 1, 'Create', said(zoe(), 1, tom() || '/notes/1')),
        'Deux'),
    (1, eve(), act(eve(), 1, 'Create', said(eve(), 1, zoe() || '/notes/1')),
        'Trois'),
    (2, eve(), act(eve(), 2, 'Create', said(eve(), 2, note(1, 2))), 'Non'),
    (1, tom(), act(tom(), 1, 'Like', to_jsonb(note())), null),
    (2, tom(), act(tom(), 1, 'Like', to_jsonb(note(1, 2))), null),
    (1, eve(), act(eve(), 3, 'Create', said(eve(), 3, note())), 'Quatre'),
    (1, eve(), act(eve(), 4, 'Delete', to_jsonb(eve() || '/notes/3')), null),
    (1, zoe(), act(zoe(), 5, 'Delete', to_jsonb(zoe() || '/notes/5')), null),
    (1, zoe(), act(zoe(), 6, 'Create', said(zoe(), 5, note())), 'Cinq');
select is(core.inbox_batch('{}', '{}', '{}', '{}')::jsonb, '[]', 'of none');
select is(core.inbox_batch(array_agg(site order by i),
    array_agg(actor order by i), array_agg(doc order by i),
    array_agg(text order by i))::jsonb, jsonb_agg(case when i = 4
        then '{"status": 403, "code": "peer.blocked"}'::jsonb
        else '{"status": 202}' end order by i), 'each has its answer')
from came;
select results_eq($$ select text from comment where site_id = 1
    and state <> 'deleted' order by id $$,
    $$ values ('Un'), ('Deux'), ('Trois') $$,
    'an answer finds what came with it, what was deleted is gone');
select is_empty('select from comment where site_id = 2',
    'the suspended said nothing');
select results_eq('select site_id, remote from support',
    $$ values (2, tom()) $$, 'an id counts once, and once a site');
select is(count(*), 8::bigint, 'and is noted so') from seen;

select core.inbox_batch(array_agg(site order by i),
    array_agg(actor order by i), array_agg(doc order by i),
    array_agg(text order by i)) from came \g /dev/null
select is(count(*), 3::bigint, 'a second time nothing happens') from comment
where state <> 'deleted';
select is(count(*), 1::bigint, 'at all') from support;
update remote set gone_at = now() where id = tom();
select core.inbox_batch('{1}', array[tom()], array[act(tom(), 90, 'Like',
    to_jsonb(note()))], '{null}') \g /dev/null
select is(count(*), 1::bigint, 'who is gone says nothing more') from support;

select finish();
rollback;
