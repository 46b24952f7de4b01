-- core.comment_moderate: shown and hidden, and who hears of that
begin;
select plan(24);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
select publish() \g /dev/null
call elsewhere();
select reply(zoe(), 1, note(), 'Un') \g /dev/null
select id as c from comment where site_id = 1 \gset
update comment set doc = jsonb_build_object('id', zoe() || '/acts/1',
    'type', 'Create', 'actor', zoe())::text where id = :c;
select federated(2) as before \gset
-- What waits for groups, and for the author's server: read once.
create function public.said() returns text
language sql security definer set search_path = placet as $$
    with r as (delete from relay returning *),
        l as (delete from letter where site_id = 1 returning *)
    select concat_ws('; ', (select string_agg(concat_ws(' ', doc->>'actor',
            doc->>'type', doc->'object'->>'type'), ', ' order by id) from r),
        (select string_agg(concat_ws(' ', doc::jsonb->>'type',
            doc::jsonb->'object'->>'type'), ', ' order by id) from l))
$$;
create function public.state() returns text
language sql security definer set search_path = placet as $$
    select concat_ws(' ', state, case when relayed then 'relayed' end,
        case when doc is not null then 'doc' end,
        case when hidden_at is not null then 'since' end)
    from comment where site_id = 1
$$;
-- Nobody reads groups.
select core.comment_moderate(1, :c, true) \g /dev/null
select is(state(), 'shown', 'shown: what was kept is not needed');
select is(said(), '', 'and nothing is said');
select core.comment_moderate(1, :c, false) \g /dev/null
select is(state(), 'hidden since', 'hidden');
select is(said(), 'Reject', 'its author''s server hears of it');
select core.comment_moderate(1, :c, true) \g /dev/null
select is(state(), 'shown', 'shown again');
select is(said(), 'Undo Reject', 'that too');

-- Somebody does.
select follow(eve(), 1, 'https://a.example/commune') \g /dev/null
update peer set groups = true where host = 'sub.e.example';
select said() \g /dev/null
select core.comment_moderate(1, :c, false) \g /dev/null
select is(said(), 'Reject', 'what groups never had is not taken from them');
update comment set doc = jsonb_build_object('id', zoe() || '/acts/1',
    'type', 'Create', 'actor', zoe())::text where id = :c;
select core.comment_moderate(1, :c, true) \g /dev/null
select is(said(), zoe() || ' Create; Undo Reject',
    'what came is passed on when it is shown');
select is(state(), 'shown relayed', 'and not kept');
select core.comment_moderate(1, :c, false) \g /dev/null
select is(doc, core.comment_removal(1, :c), 'they remove it')
from relay;
select is(said(), note() || '/actor Delete; Reject',
    'by the petition''s actor');
select is(state(), 'hidden relayed since', 'since then');
create temp table removal as select core.comment_removal(1, :c) as doc;
select core.comment_moderate(1, :c, true) \g /dev/null
select is(r.doc, core.undo_of(removal.doc), 'and restore it')
from relay r, removal;
select is(said(), note() || '/actor Undo Delete; Undo Reject', 'so it is');
select is(state(), 'shown relayed', 'as before');

-- Its author has changed it, shown or not.
update comment set state = 'pending', doc = jsonb_build_object(
    'id', zoe() || '/acts/2', 'type', 'Update', 'actor', zoe())::text
where id = :c;
select core.comment_moderate(1, :c, true) \g /dev/null
select is(said(), zoe() || ' Update', 'its new words follow');
select core.comment_moderate(1, :c, false), said() \g /dev/null
update comment set doc = jsonb_build_object('id', zoe() || '/acts/3',
    'type', 'Update', 'actor', zoe())::text where id = :c;
select core.comment_moderate(1, :c, true) \g /dev/null
select is(said(), note() || '/actor Undo Delete, ' || zoe()
    || ' Update; Undo Reject', 'after it was restored');
select core.relay_run(9) \g /dev/null
select is(said(), '', 'nothing is left');

-- What waits is refused.
update comment set state = 'pending', relayed = false, doc = '{}'
where id = :c;
select core.comment_moderate(1, :c, false) \g /dev/null
select is(said(), 'Reject', 'one that was never shown');
select is(state(), 'hidden doc since', 'it may be shown yet');

-- In bulk: a server, a person.
update comment set state = 'shown', relayed = true, hidden_at = null, doc = null
where id = :c;
insert into peer_rule (site_id, host, level)
values (1, 'm.example', 'suspend');
select core.host_purge(1) \g /dev/null
select is(said(), note() || '/actor Delete', 'of who is suspended');
update comment set state = 'shown', hidden_at = null where id = :c;
delete from peer_rule;
select is(federated(2), :'before', 'the other site has changed in nothing');
select core.remote_forget(zoe()) \g /dev/null
select is(said(), note() || '/actor Delete', 'of who is gone');
select is(state(), 'deleted since', 'all of it');

select finish();
rollback;
