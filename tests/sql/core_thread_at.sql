-- core.thread_at: which activities belong to a thread of ours
begin;
select plan(14);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, public, pg_temp;
call elsewhere();
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
select reply(tom(), 2, note(), 'Non') \g /dev/null
select say(tom(), 3, 'Delete', tom() || '/notes/2') \g /dev/null

create function public.at(_type text, _object jsonb) returns int
language sql security definer set search_path = placet, pg_temp as $$
    select core.thread_at(1, jsonb_build_object(
        'type', _type, 'object', _object))
$$;
select is(at('Create', jsonb_build_object('inReplyTo', url)), 1,
    'a reply to ' || url)
from unnest(array[note(), zoe() || '/notes/1']) url;
select is(at('Create', jsonb_build_object('inReplyTo', url)), null,
    'none to ' || coalesce(url, 'nothing'))
from unnest(array['https://x.example/1', null, note(1, 2),
    tom() || '/notes/2']) url;
select is(at('Create', to_jsonb(note())), null, 'nor one that is not shown');
select is(at(kind, to_jsonb(zoe() || '/notes/1')), 1, kind || ' of a comment')
from unnest('{Update, Delete, Announce}'::text[]) kind;
select is(at('Delete', to_jsonb(url)), null, 'Delete of ' || url)
from unnest(array[note(), tom() || '/notes/2']) url;
select is(at('Like', to_jsonb(note())), 1, 'support of a petition');
select is(at('Undo', jsonb_build_object('object', note())), 1,
    'and when that is taken back');

select finish();
rollback;
