-- core.inbox_delete: by the very same owner, of what there is or will be
begin;
select plan(16);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select reply(zoe(), 1, note(), 'Un'), reply(zoe(), 2, note(), 'Deux'),
    say(zoe(), 3, 'Like', note()), follow(zoe(), 4, note() || '/actor')
\g /dev/null
update comment set state = 'shown' where site_id = 1;
select federated(2) as before \gset

select say(tom(), 10, 'Delete', zoe() || '/notes/1'),
    say(eve(), 11, 'Delete', zoe() || '/notes/1'),
    say(eve(), 12, 'Delete', zoe()), say(tom(), 13, 'Delete', zoe()),
    say(tom(), 14, 'Delete', zoe() || '/acts/3'),
    say(tom(), 15, 'Delete', jsonb_build_object('id', zoe() || '/notes/1',
        'type', 'Tombstone', 'attributedTo', zoe())),
    say(zoe(), 16, 'Delete', note()),
    say(zoe(), 17, 'Delete', 'https://b.example/petitions/1') \g /dev/null
select is(array_agg(text order by id), '{Un,Deux}',
    'of others nobody deletes anything') from comment where site_id = 1;
select is(count(*), 1::bigint, 'nor what they like')
from support where site_id = 1;
select isnt_empty($$ select from remote_key where owner = zoe() $$,
    'nor themselves');
select is_empty($$ select from grave where remote = eve() $$,
    'of another host''s things nothing is noted');

select say(zoe(), 20, 'Delete', jsonb_build_object('id', zoe() || '/notes/1',
    'type', 'Tombstone')) \g /dev/null
select results_eq('select state, text from comment where site_id = 1
    order by id', $$ values ('deleted', ''), ('shown', 'Deux') $$,
    'one''s own is gone, words and all');
select reply(zoe(), 1, note(), 'Un'), say(zoe(), 21, 'Update',
    jsonb_build_object('id', zoe() || '/notes/1', 'attributedTo', zoe()),
    'Un') \g /dev/null
select is((select state from comment where object = zoe() || '/notes/1'),
    'deleted', 'and does not come back');
select say(zoe(), 22, 'Delete', zoe() || '/acts/3') \g /dev/null
select is_empty('select from support where site_id = 1',
    'a share can be deleted like a note');
select is(federated(2), :'before', 'the other site has changed in nothing');

-- Groups that had it from us hear of it from us.
create function public.passed() returns text[]
language sql security definer set search_path = placet as $$
    with was as (delete from relay returning *)
    select array_agg(coalesce(doc->>'id', '') order by id) from was
$$;
select reply(zoe(), n, note(), 'Un') from generate_series(11, 14) n
\g /dev/null
update comment set state = 'shown', relayed = object ~ '1[123]$',
    hidden_at = case when object ~ '12$' then now() end
where object ~ '1[1234]$' and site_id = 1;
select say(tom(), 31, 'Delete', zoe() || '/notes/11'),
    say(zoe(), 34, 'Delete', zoe() || '/notes/14') \g /dev/null
select is(passed(), null, 'what others say of it is not passed on');
select say(zoe(), 31, 'Delete', zoe() || '/notes/11'),
    say(zoe(), 32, 'Delete', zoe() || '/notes/12') \g /dev/null
select is(passed(), array[zoe() || '/acts/31', zoe() || '/acts/32'],
    'its author''s is, also of what is hidden');
select say(zoe(), 35, 'Delete', zoe() || '/notes/11') \g /dev/null
select is(passed(), null, 'once');
select say(zoe(), 33, 'Delete', jsonb_build_object('id', zoe() || '/notes/13',
    'type', 'Tombstone', 'x', repeat('x', 5000))) \g /dev/null
select matches(array_to_string(passed(), ' '), '^' || note() || '#delete/',
    'too many words are replaced by ours');
select is_empty('select from comment where site_id = 1
    and state = ''deleted'' and (relayed or doc is not null)',
    'nothing is kept of it');

-- A person goes: everywhere, since it is one person.
select say(zoe(), 30, 'Delete', zoe()) \g /dev/null
select is_empty($$ select from follower where remote = zoe() $$,
    'who is gone follows nothing');
select is_empty($$ select from comment where remote = zoe()
    and (state <> 'deleted' or text <> '') $$, 'has said nothing');
select is_empty($$ select from remote_key where owner = zoe() $$,
    'and has no key');

select finish();
rollback;
