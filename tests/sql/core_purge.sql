-- core.purge: one kind at a time, so many, and nothing that is in use
begin;
select plan(24);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
insert into seen (site_id, id, at)
select 1, int4send(n), now() - interval '40 days' from generate_series(1, 9) n;
select is(core.purge('seen', 4), 4, 'it says how many');
select is(core.purge('seen', 9), 5, 'and so of the last');
select throws_ok($$ select core.purge('petition', 9) $$, '20000', null,
    'and of no other kind');

-- Servers where nobody follows anything.
insert into peer (site_id, host, due_at, dead_at, leased_until, last_ok)
select 1, name || '.example', now() - make_interval(days => due),
    now() - make_interval(days => dead), now() + make_interval(mins => lease),
    now() - make_interval(days => ok)
from (values ('silent', 181, null, null, null), ('new', 1, null, null, null),
    ('dead', 40, 31, null, null), ('dying', 40, 29, null, null),
    ('busy', 181, null, 1, null), ('told', 181, null, null, 179),
    ('m', 181, 31, null, null), ('post', 181, 31, null, null))
    t (name, due, dead, lease, ok);
insert into peer (site_id, host, due_at)
values (2, 'm.example', now() - interval '1 year');
insert into follower (site_id, actor, remote, host, follow)
values (1, 1, zoe(), 'm.example', 'f');
insert into letter (site_id, host, inbox, actor, doc)
values (1, 'post.example', 'x', 0, '{}');
select is(core.purge('peer', 9), 3, 'servers go');
select results_eq('select site_id, host from peer order by 1, 2', $$ values
    (1, 'busy.example'), (1, 'dying.example'), (1, 'm.example'),
    (1, 'new.example'), (1, 'post.example'), (1, 'told.example') $$,
    'but those that are needed, waited for or fresh');

-- Counts: the newest of each petition stays.
select publish() \g /dev/null
select core.note_update(1, p, 'count', 'placet')
from unnest('{1,1,3,1}'::int[]) p \g /dev/null
select publish() \g /dev/null
select core.note_update(1, 1, 'count', 'placet') \g /dev/null
select is(core.purge('count', 9), 0, 'a day for each count');
update act set at = now() - interval '25 hours' where kind = 'count';
select array_agg(n order by n) as counts from act
where (site_id, kind) = (1, 'count') \gset
select is(core.purge('count', 1), 1, 'so many at once');
select is(core.purge('count', 9), 1, 'then the rest');
select is(array_agg(n order by n), (:'counts'::bigint[])[1:2], 'the older ones')
from act where gone;
select is(core.purge('count', 9), 0, 'the last that has a proof stays');
select is(count(*), 0::bigint, 'what was said of the text stays')
from act where gone and kind <> 'count';

-- What was passed on, and what waits for that.
select core.act_new(1, 'relay', -1, 1, '', 'group', '{}')
from generate_series(1, 2) \g /dev/null
update act set at = now() - interval '15 days'
where reach = 'group' and n = (select acts from site where id = 1);
update act set at = now() - interval '99 days' where n = 1;
select is(core.purge('relay', 9), 1, 'a fortnight for what was passed on');
select is((select count(*) from act where n = 1 and site_id = 1), 1::bigint,
    'not for what was said');
select reply(zoe(), n, note(), 'x') from unnest('{1,2}'::int[]) n
\g /dev/null
update comment set doc = '{}', received_at = now()
    - make_interval(days => 28 + right(object, 1)::int);
update comment set received_at = now() - interval '31 days'
where object ~ '2$';
select is(core.purge('comment_doc', 9), 1, 'a month for moderators');
select is((select array_agg(right(object, 1)) from comment
    where doc is not null), '{1}', 'of each comment');
delete from comment;

-- A list of software that has changed.
update peer set software = case host when 'new.example' then 'guppe'
    when 'told.example' then 'lemmy' end, groups = host = 'm.example';
set local placet.groups = 'guppe';
select is(core.purge('groups', 9), 2, 'who reads groups is asked again');
select is((select array_agg(host) from peer where groups), '{new.example}',
    'by the list as it is');

-- Mails.
insert into mail (site_id, id, kind, petition, lang, due_at, sent_at, failed)
overriding system value values
    (1, 1, 'confirm', 1, 'fr', now(), now() - interval '8 days', null),
    (1, 2, 'confirm', 1, 'fr', now(), now() - interval '6 days', null),
    (1, 3, 'confirm', 1, 'fr', now() - interval '31 days', null, 'x'),
    (1, 4, 'confirm', 1, 'fr', now() - interval '9 days', null, 'x'),
    (1, 5, 'confirm', 1, 'fr', now() - interval '99 days', null, null);
insert into mail_budget values
    (1, 'a', 1, now() - interval '25 hours'),
    (1, 'b', 1, now() - interval '23 hours');
select is(core.purge('mail', 1), 1, 'one mail');
select is(core.purge('mail', 9), 1, 'and all that are over');
select results_eq('select id from mail order by id',
    array[2, 4, 5]::bigint[], 'what waits or is fresh stays');
select is(core.purge('mail_budget', 9), 1, 'budgets have run out');
select is((select lookup from mail_budget), 'b', 'but those of today');

insert into report (site_id, id, remote, objects, text, at)
select 1, int4send(n), zoe(), '{}', 'x', now() - make_interval(days => n)
from unnest('{360,370}'::int[]) n;
select is(core.purge('report', 9), 1, 'a year for what was reported');

update remote set fetched_at = now() - interval '31 days';
delete from follower;
select is(core.purge('remote', 2), 2, 'people of whom nothing is left');

select finish();
rollback;
