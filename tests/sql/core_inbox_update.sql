-- core.inbox_update: by the very same owner, newer only, looked at again
begin;
select plan(18);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select reply(zoe(), 1, note(), 'Un') \g /dev/null
delete from errand;
select federated(2) as before \gset
create function public.edit(_actor text, _n int, _text text, _at text,
    _more jsonb default '{}')
returns jsonb language sql as $$
    select say(_actor, _n, 'Update', jsonb_build_object(
        'id', zoe() || '/notes/1', 'type', 'Note', 'attributedTo', zoe(),
        'updated', _at) || _more, _text)
$$;
create function public.now_is() returns text language sql as $$
    select state || ': ' || text from placet.comment where site_id = 1
$$;
update comment set state = 'shown' where site_id = 1;
select edit(tom(), 1, 'Volé', '2026-01-01T00:00:00Z'),
    edit(tom(), 2, 'Volé', '2026-01-01T00:00:00Z',
        jsonb_build_object('attributedTo', tom())),
    edit(eve(), 3, 'Volé', '2026-01-01T00:00:00Z',
        jsonb_build_object('attributedTo', eve())),
    edit(zoe(), 4, 'Prêté', '2026-01-01T00:00:00Z',
        jsonb_build_object('attributedTo', tom())),
    edit(zoe(), 5, '', '2026-01-01T00:00:00Z'),
    edit(zoe(), 6, null, '2026-01-01T00:00:00Z') \g /dev/null
select is(now_is(), 'shown: Un', 'nobody changes what another said');

select edit(zoe(), 10, 'Un', '2026-01-02T00:00:00Z') \g /dev/null
select is(now_is(), 'shown: Un', 'what did not change stays');
select edit(zoe(), 11, 'Deux', '2026-01-03T00:00:00Z') \g /dev/null
select is(now_is(), 'pending: Deux', 'what did is looked at again');
select edit(zoe(), 12, 'Vieux', '2026-01-02T12:00:00Z'),
    edit(zoe(), 13, 'Pareil', '2026-01-03T00:00:00Z') \g /dev/null
select is(now_is(), 'pending: Deux', 'what is older comes too late');
update comment set state = 'hidden' where site_id = 1;
select edit(zoe(), 14, 'Trois', '2026-01-04T00:00:00Z') \g /dev/null
select is(now_is(), 'hidden: Trois', 'what was hidden stays so');
select edit(zoe(), 15, repeat('é', 12000), '2999-01-01T00:00:00Z')
\g /dev/null
select is((select length(text) from comment where site_id = 1), 10000,
    'a long one is cut');
select ok((select updated_at <= now() from comment where site_id = 1),
    'none is of tomorrow');
select is(count(*), 1::bigint, 'an Update makes no comment')
from comment where site_id = 1;

-- What is passed on when a moderator has looked.
create function public.kept() returns text
language sql security definer set search_path = placet as $$
    select coalesce(doc::jsonb->>'id', 'none') from comment where site_id = 1
$$;
update comment set updated_at = null, state = 'pending', text = 'Un'
where site_id = 1;
select edit(zoe(), 16, 'Quatre', '2026-02-01T00:00:00Z') \g /dev/null
select is(kept(), 'none', 'nothing where nobody reads groups');
select follow(eve(), 17, 'https://a.example/commune') \g /dev/null
update peer set groups = true where host = 'sub.e.example';
select edit(zoe(), 18, 'Cinq', '2026-02-02T00:00:00Z') \g /dev/null
select is(kept(), zoe() || '/acts/18', 'else the last of them');
update comment set doc = null, relayed = true, state = 'shown'
where site_id = 1;
select edit(zoe(), 19, 'Cinq', '2026-02-03T00:00:00Z') \g /dev/null
select is(kept(), 'none', 'not one that changed no word');
select edit(zoe(), 22, 'Six', '2026-02-04T00:00:00Z') \g /dev/null
select is(kept(), zoe() || '/acts/22', 'of what was shown too');
select edit(zoe(), 23, 'Sept', '2026-02-05T00:00:00Z',
    jsonb_build_object('x', repeat('x', 32768))) \g /dev/null
select is(kept(), 'none', 'older words do not stand for newer ones');
select is_empty('select from relay', 'and nothing before somebody looked');
delete from errand;
delete from follower where site_id = 1;

-- Oneself.
select say(zoe(), 20, 'Update', jsonb_build_object('id', tom(),
    'type', 'Person', 'inbox', 'https://evil.example/')) \g /dev/null
select is_empty('select from errand', 'nobody changes another');
select say(zoe(), 21, 'Update', jsonb_build_object('id', zoe(),
    'type', 'Person', 'inbox', 'https://evil.example/')) \g /dev/null
select results_eq('select kind, url from errand',
    $$ values ('actor', zoe()) $$, 'who changed is fetched');
select is((select inbox from remote where id = zoe()), zoe() || '/inbox',
    'not believed');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
