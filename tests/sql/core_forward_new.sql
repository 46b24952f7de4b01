-- core.forward_new: what another brings is fetched, if it is ours
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
select reply(zoe(), 1, note(), 'Oui') \g /dev/null
create function public.forward(_type text, _object jsonb, _by text
    default 'https://by.example/x#k') returns text
language sql security definer set search_path = placet, pg_temp as $$
    select core.forward_new(1, _by, jsonb_build_object(
        'type', _type, 'actor', public.zoe(), 'object', _object));
    with gone as (delete from errand returning *)
    select string_agg(concat_ws(' ', site_id, kind, url, petition, depth), '')
    from gone
$$;
create function public.a_reply(_to text) returns jsonb language sql as $$
    select jsonb_build_object('id', zoe() || '/notes/2', 'inReplyTo', _to)
$$;
select is(forward('Create', a_reply(note())),
    '1 object ' || zoe() || '/notes/2 1 0', 'a reply');
select is(forward('Update', jsonb_build_object('id', zoe() || '/notes/1')),
    '1 object ' || zoe() || '/notes/1 1 0', 'a comment that changed');
select is(forward('Delete', to_jsonb(zoe() || '/notes/1')),
    '1 gone ' || zoe() || '/notes/1 1 0', 'one that is deleted, they say');
select is(forward('Create', a_reply('https://x.example/')), null,
    'nothing of ours');
select is(forward('Like', to_jsonb(note())), null, 'nothing to fetch');
select is(forward('Create', a_reply(note()) - 'id'), null, 'nor without id');
insert into placet.peer_rule (site_id, host, level)
values (1, 'by.example', 'suspend');
select is(forward('Create', a_reply(note())), null,
    'nothing that is brought by who is suspended');
select is(forward('Create', a_reply(note()), null),
    '1 object ' || zoe() || '/notes/2 1 0', 'by others it is');

select finish();
rollback;
