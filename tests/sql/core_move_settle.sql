-- core.move_settle: nothing is said before the other side has said so
begin;
select plan(19);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset
create function public.n() returns text
language sql as $$ select 'https://n.example/commune' $$;
-- Site 1 has asked to move to n(), which says that it was `_aliases`.
create procedure public.asked(_aliases text[], _age interval default '0',
    _url text default 'https://n.example/@mairie')
language sql as $$
    update placet.site set move_to = public.n(), move_asked_at = now(),
        moved_at = null, move_error = null, move_url = null where id = 1;
    delete from placet.remote where id = public.n();
    insert into placet.remote (id, host, type, username, inbox, url,
        also_known_as, fetched_at)
    select public.n(), 'n.example', 'Group', 'n', public.n() || '/inbox',
        _url, _aliases, now() - _age
    where _aliases is not null
$$;
create function public.state() returns text
language sql security definer set search_path = placet, pg_temp as $$
    select concat_ws(' ', d->>'state', d->>'why') from core.move_doc(1) d
$$;

call asked(null);
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unreachable', 'nobody was there');
call asked('{https://a.example/commune}', '1 second');
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unreachable',
    'what was known before we asked is not believed');
call asked('{https://a.example/commune}');
update remote set gone_at = now() where id = n();
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unreachable', 'one that is gone is nobody');
call asked('{https://a.example/actor,https://b.example/commune}');
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unconfirmed', 'it names others');
call asked('{}');
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unconfirmed', 'it names nobody');
update remote set also_known_as = '{https://a.example/commune}'
where id = n();
select core.move_settle(1, n()) \g /dev/null
select is(state(), 'refused move.unconfirmed', 'refused is refused');
call asked('{https://a.example/commune}');
select core.move_settle(1, 'https://x.example/commune') \g /dev/null
select is(state(), 'asked', 'another actor is no matter');
select is_empty('select from act where site_id = 1', 'nothing was said');

select core.move_settle(1, n()) \g /dev/null
select is(state(), 'moved', 'it names our commune');
select results_eq('select kind, actor, reach, object from act
    where site_id = 1 order by n', $$ values
    ('actor', -1, 'all', 'https://a.example/commune'),
    ('move', -1, 'all', 'https://a.example/commune') $$,
    'two acts of the commune, in this order');
select is(draft->'object'->>'movedTo', n(), 'what it is now')
from act where site_id = 1 and kind = 'actor';
select is(draft - '@context', '{"id": "https://a.example/acts/2",
    "type": "Move", "actor": "https://a.example/commune",
    "to": ["https://www.w3.org/ns/activitystreams#Public"],
    "cc": ["https://a.example/commune/followers"],
    "object": "https://a.example/commune",
    "target": "https://n.example/commune"}', 'and whom to follow')
from act where site_id = 1 and kind = 'move';
select is(core.move_doc(1)->>'url', 'https://n.example/@mairie', 'its page');
select core.move_settle(1, n()) \g /dev/null
select is(count(*), 2::bigint, 'said once') from act where site_id = 1;
call asked('{https://a.example/commune}', '0', 'https://bad.example/');
select core.move_settle(1, n()) \g /dev/null
select is(core.move_doc(1)->>'url', n(), 'a page elsewhere is not its own');
select is(federated(2), :'before', 'the other site has changed in nothing');

-- One that is here is asked at once.
update site set move_to = 'https://b.example/commune', moved_at = null,
    move_asked_at = now() where id = 1;
select core.move_settle(1, 'https://b.example/commune') \g /dev/null
select is(state(), 'refused move.unconfirmed', 'another site of this server');
update site set aliases = '{https://a.example/commune}' where id = 2;
update site set move_error = null where id = 1;
select core.move_settle(1, 'https://b.example/commune') \g /dev/null
select is(state(), 'moved', 'that names us');
select is(core.move_doc(1)->>'url', 'https://b.example/', 'its first page');
select finish();
rollback;
