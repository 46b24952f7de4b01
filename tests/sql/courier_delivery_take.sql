-- courier.delivery_take: each server the next act that concerns it, in order
\ir fixture.psql
\ir federation.psql
create extension dblink;
\set other 'host=' :HOST ' port=' :PORT ' user=postgres dbname=' :DBNAME
-- Zoé and Tom follow petition 1, Eve the site; a server of our kind and one
-- of Lemmy's follow too, and Zoé follows one of the other site.
insert into placet.remote (id, host, type, username, inbox)
select 'https://' || h || '/actor', h, 'Group', 'g', 'https://' || h || '/in'
from unnest('{p.example,l.example,q.example}'::text[]) h;
select follow(zoe(), 1, note() || '/actor'),
    follow(tom(), 1, note() || '/actor'),
    follow(eve(), 1, 'https://a.example/actor'),
    follow('https://p.example/actor', 1, note() || '/actor'),
    follow('https://l.example/actor', 1, 'https://a.example/commune'),
    follow('https://q.example/actor', 1, note(3) || '/actor'),
    follow(zoe(), 1, note(1, 2) || '/actor', 2) \g /dev/null
update placet.peer set placet = host = 'p.example',
    groups = host = 'l.example';
create function public.took(_n int default 9) returns text
language sql as $$
    select coalesce(string_agg((j->>'site') || ' ' || (j->>'host') || ' '
        || (j->>'n'), ', ' order by j->>'site', j->>'host'), '')
    from json_array_elements(courier.delivery_take(_n, 60)) j
$$;
create function public.went(_host text, _n bigint, _outcome text default 'ok')
returns void language sql as $$
    select courier.delivery_done(array[1], array[_host], array[_n],
        array[_outcome], array[null::int], array[null::text],
        array[null::text])
$$;
begin;
select plan(52);
set local role placet_courier;
select is(took(), '', 'nothing was said, nothing is sent');
reset role;

-- Two couriers at once, while neither is done.
select x from dblink(:'other', 'select publish()::text') t (x text)
\g /dev/null
create temp table mine as select took(2) as x;
create temp table theirs as
select x from dblink(:'other', 'select took()') t (x text);
select is((select array_agg(e order by e) from (
    select unnest(string_to_array(x, ', ')) as e from mine union all
    select unnest(string_to_array(x, ', ')) from theirs) t),
    '{1 l.example 2,1 m.example 1,1 p.example 1,1 sub.e.example 1,'
    '2 m.example 1}', 'two couriers take different servers');
select isnt(x, '', 'and neither waits for the other') from theirs;
update placet.peer set leased_until = null;

set local search_path = placet, public;
select core.note_update(1, 1, 'count', 'placet'),
    core.news_new(1, 1, 'answer', '<p>x</p>') \g /dev/null
reset search_path;
-- 1 create, 2 announce; without proofs yet 3 count (for ours), 4 news,
-- 5 announce.
set local role placet_courier;
select is(took(), '1 l.example 2, 1 m.example 1, 1 p.example 1, '
    '1 sub.e.example 1, 2 m.example 1',
    'to each the first that it follows, as far as there are proofs');
select is(took(), '', 'one at a time');
reset role;
select is(cursor, 2::bigint, 'whom nothing concerns is moved on')
from placet.peer where host = 'q.example';
select publish() \g /dev/null
set local role placet_courier;
select went('m.example', 1), went('p.example', 1), went('sub.e.example', 1),
    went('l.example', 2) \g /dev/null
select is(took(), '1 l.example 5, 1 m.example 4, 1 p.example 3, '
    '1 sub.e.example 2', 'then the next; counts to those who read them');
select went('m.example', 4, 'retry'), went('p.example', 3, 'drop'),
    went('sub.e.example', 2), went('l.example', 5) \g /dev/null
select is(took(), '1 p.example 4, 1 sub.e.example 3',
    'who failed waits, who refused gets the next, who follows the site all');
reset role;
update placet.peer set due_at = now() where (site_id, host)
    = (1, 'm.example');
set local role placet_courier;
select is(took(), '1 m.example 4', 'whose turn it is again gets the same');
reset role;
select is(leased_until, now() + interval '60 s', 'for so long')
from placet.peer where (site_id, host) = (1, 'm.example');
update placet.peer set leased_until = now() - interval '1 s'
where (site_id, host) = (1, 'm.example');
set local role placet_courier;
select is(took(), '1 m.example 4', 'then another courier may try');
reset role;
update placet.peer set leased_until = null, dead_at = now()
where (site_id, host) = (1, 'm.example');
set local role placet_courier;
select is(took(), '', 'who is dead gets nothing');
reset role;

-- What a job is.
update placet.peer set leased_until = null, dead_at = null, due_at = now(),
    cursor = 0, scheme = 'rfc9421', scheme_at = now(),
    fails = 2, refused = 2
where site_id = 1 and host in ('m.example', 'l.example');
create temp table job as
select j from json_array_elements(courier.delivery_take(9, 60)) j
where j->>'site' = '1';
select is(j::jsonb - '{doc,inboxes,keys}'::text[], '{"site": 1,
    "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e",
    "origin": "https://a.example", "host": "m.example", "n": 1,
    "actor": "https://a.example/petitions/1/actor", "scheme": "rfc9421",
    "refused": 2, "more": false}', 'who speaks to whom, and how')
from job where j->>'host' = 'm.example';
select is(j->>'refused', '0', 'what was refused before was another act')
from job where j->>'host' = 'l.example';
select is((j->'inboxes')::jsonb, '["https://m.example/inbox"]',
    'two people with one inbox get one') from job
where j->>'host' = 'm.example';
select is(j->>'doc', (select doc from placet.act where (site_id, n) = (1, 1)),
    'what was signed, byte for byte') from job where j->>'host' = 'm.example';
select is((j->>'doc')::jsonb->'object', (select doc::jsonb from placet.act
    where (site_id, n) = (1, 1)),
    'a group is announced the activity, not a URL') from job
where j->>'host' = 'l.example';
update placet.peer set groups = false, leased_until = null, cursor = 0
where host = 'l.example';
select is(((j->>'doc')::jsonb)->>'object', note(), 'others a URL')
from json_array_elements(courier.delivery_take(9, 60)) j
where j->>'host' = 'l.example';

-- A new key: each server hears of the site's, and of those it knows, by the
-- old one; what comes after by the new one.
update placet.follower set at = now() - interval '1 day';
update placet.site set rekey_wanted = now() where id = 1;
update placet.peer set cursor = 5, leased_until = null where site_id = 1;
select acts as last from placet.site where id = 1 \gset
select notary.rekey_store(1, 'NEW') \g /dev/null
set local search_path = placet, public;
select core.news_new(1, 1, 'answer', '<p>y</p>') \g /dev/null
reset search_path;
select publish() \g /dev/null
create function public.signed(_host text) returns text
language sql as $$
    update placet.peer set leased_until = null where site_id = 1;
    select (j->>'actor') || ' ' || case j->'keys'->>0
        when encode(sha256('PEM'), 'hex') then 'old' else 'new' end
    from json_array_elements(courier.delivery_take(9, 60)) j
    where j->>'host' = _host and j->>'site' = '1'
$$;
select is(signed('l.example'), 'https://a.example/actor old',
    'the site, to whom does not follow it');
select went('l.example', :last + 1) \g /dev/null
select is(signed('l.example'), 'https://a.example/commune old',
    'the commune, to whom follows that');
select went('l.example', :last + 2) \g /dev/null
select is(signed('l.example'), 'https://a.example/commune new',
    'what it says next');
select is(signed('m.example'), 'https://a.example/actor old',
    'others are where they are');
select went('m.example', :last + 1) \g /dev/null
select is(signed('m.example'), note() || '/actor old', 'and follow');
select went('m.example', :last + 4) \g /dev/null
select is(signed('m.example'), note() || '/actor new', 'at their own pace');

-- What is gone was announced to the commune's followers.
set local search_path = placet, public;
select core.act_new(1, 'delete', 1, 1, note(), 'all', '{"type": "Delete"}')
\g /dev/null
reset search_path;
select publish() \g /dev/null
update placet.peer set leased_until = null, cursor = (
    select acts - 1 from placet.site where id = 1)
where host = 'l.example';
select is(row (j->>'actor', j->'inboxes')::text, row (note() || '/actor',
    '["https://l.example/in"]')::text, 'its Delete goes there too')
from json_array_elements(courier.delivery_take(9, 60)) j
where j->>'host' = 'l.example';

-- What is over is passed over.
set local search_path = placet, public;
select core.act_bury(1, '{1}') \g /dev/null
reset search_path;
update placet.peer set leased_until = null, cursor = 0
where (site_id, host) = (1, 'm.example');
set local role placet_courier;
select is(took(), '1 m.example 4', 'what is over is told to nobody');
reset role;

-- So were its changes; counts are for those who read them.
set local search_path = placet, public;
select core.note_update(1, 1, 'update', 'all'),
    core.note_update(1, 1, 'count', 'placet') \g /dev/null
reset search_path;
select publish() \g /dev/null
select acts as last from placet.site where id = 1 \gset
create function public.last(_host text, _before bigint) returns text
language sql as $$
    update placet.peer set leased_until = null, cursor = (
        select acts - 1 - _before from placet.site where id = 1)
    where (site_id, host) = (1, _host);
    select (select took from took() where took <> '')
$$;
select is(last('l.example', 1), '1 l.example ' || :last - 1,
    'of a petition an Update too');
select is(last('l.example', 0), null, 'but no count');
update placet.peer set placet = true where host = 'l.example';
select is(last('l.example', 0), '1 l.example ' || :last,
    'unless it reads those');
update placet.peer set placet = false where host = 'l.example';

-- What others said goes to who reads groups and follows the commune.
set local search_path = placet, public;
select core.act_new(1, k, -1, 1, zoe() || '/1', 'group', '{"object": {}}')
from unnest('{relay,delete}'::text[]) k \g /dev/null
reset search_path;
select publish() \g /dev/null
select acts as last from placet.site where id = 1 \gset
select is(last(h, 1), null, 'what is passed on does not go to ' || h)
from unnest('{l.example,m.example,p.example,q.example,sub.e.example}'::text[])
    h;
update placet.peer set groups = host in ('l.example', 'm.example');
select is(last('l.example', 1), '1 l.example ' || :last - 1, 'but there');
select is(last('m.example', 1), null, 'not to who follows a petition only');

-- A site that wants nothing more says nothing more, but takes back.
update placet.site set social = 'off' where id = 1;
select is(last('l.example', 1), '1 l.example ' || :last, 'only a Delete');
select is(last('m.example', 3), null, 'no Update, no news');
select is(last('sub.e.example', 3), '1 sub.e.example ' || :last - 3,
    'who takes the feed is another matter');
update placet.site set aggregation = 'off' where id = 1;
select is(last('sub.e.example', 3), null, 'with a switch of its own');
update placet.site set social = 'allow', aggregation = 'allow' where id = 1;
insert into placet.peer_rule (site_id, host, level) values
    (1, 'm.example', 'allow'), (2, 'l.example', 'allow');
select is(last('m.example', 3), '1 m.example ' || :last - 3,
    'to those who are allowed it speaks');
select is(last('l.example', 1), '1 l.example ' || :last, 'to no others');
update placet.site set social = 'open', aggregation = 'open' where id = 1;
update placet.peer set groups = false, leased_until = now() + interval '1 h'
where site_id = 1;

-- Only the people of a server that follow; those who are gone do not.
update placet.peer set leased_until = null, cursor = 0
where (site_id, host) = (1, 'm.example');
update placet.remote set shared_inbox = null where host = 'm.example';
delete from placet.follower where remote = tom();
select is((j->'inboxes')::jsonb, jsonb_build_array(zoe() || '/inbox'),
    'her own inbox if none is shared')
from json_array_elements(courier.delivery_take(9, 60)) j
where j->>'host' = 'm.example';
update placet.peer set leased_until = null, cursor = 0
where (site_id, host) = (1, 'm.example');
select courier.remote_gone(zoe()) \g /dev/null
select is(took(), '', 'and nothing to those who are gone');

-- A server without a shared inbox, with many people.
insert into placet.remote (id, host, type, username, inbox)
select 'https://n.example/' || n, 'n.example', 'Person', 'a',
    'https://n.example/in/' || n from generate_series(1001, 1201) n;
insert into placet.follower (site_id, actor, remote, host, follow)
select 1, 1, id, host, id || '#f' from placet.remote
where host = 'n.example';
insert into placet.peer (site_id, host, cursor) values (1, 'n.example', 0);
create function public.many() returns text
language sql security definer as $$
    update placet.peer set leased_until = null where host = 'n.example';
    select concat_ws(' ', j->>'n', json_array_length(j->'inboxes'),
        right(j->'inboxes'->>0, 4), right(j->'inboxes'->>-1, 4), j->>'more')
    from json_array_elements(courier.delivery_take(9, 60)) j
    where j->>'host' = 'n.example'
$$;
create function public.goes(_outcome text, _inbox int)
returns void language sql as $$
    select courier.delivery_done('{1}', '{n.example}', '{4}',
        array[_outcome], '{null}', '{null}',
        array['https://n.example/in/' || _inbox])
$$;
select is(many(), '4 100 1001 1100 true', 'a hundred inboxes at a time');
select goes('more', 1100) \g /dev/null
select is(many(), '4 100 1101 1200 true', 'then the next');
select goes('retry', 1150) \g /dev/null
update placet.peer set due_at = now() where host = 'n.example';
select is(many(), '4 51 1151 1201 false', 'from where it failed');
select goes('ok', 1201) \g /dev/null
select matches(many(), ' 100 1001 1100 true$', 'and the next act anew');
update placet.peer set leased_until = now() + interval '1 h'
where host = 'n.example';

-- The slow do not take all the room: 40 that nobody ever reached, and one
-- that took what it got.
insert into placet.peer (site_id, host, cursor, last_ok)
select 1, 'slow' || n || '.example', 0, null from generate_series(1, 40) n
union all select 1, 'good.example', 0, now();
insert into placet.remote (id, host, type, username, inbox)
select 'https://' || host || '/a', host, 'Person', 'a',
    'https://' || host || '/in'
from placet.peer where host ~ '^(slow|good)';
insert into placet.follower (site_id, actor, remote, host, follow)
select 1, 0, id, host, id || '#f' from placet.remote
where host ~ '^(slow|good)';
update placet.peer set leased_until = now() + interval '1 hour'
where host !~ '^(slow|good)';
update placet.peer set leased_until = null
where host ~ '^(slow|good)';
create temp table given as
select j->>'host' as host from json_array_elements(
    courier.delivery_take(64, 60)) j where j->>'host' ~ '^(slow|good)';
select is((select count(*) from given where host = 'good.example'), 1::bigint,
    'one that is well gets its turn');
select cmp_ok((select count(*) from given), '<=', 33::bigint,
    'and of those that may be slow no more than 32 do');
update placet.peer set leased_until = null
where host ~ '^(slow|good)';
insert into placet.letter (site_id, host, inbox, actor, doc, leased_until)
select 1, host || n, 'x', -1, '{}', now() + interval '1 h'
from generate_series(1, 12) n, unnest('{slow,other}'::text[]) host;
insert into placet.letter (site_id, host, inbox, actor, doc, leased_until)
select 1, 'good.example', 'x', -1, '{}', now() + interval '1 h'
from generate_series(1, 9);
select cmp_ok((select count(*) from json_array_elements(
    courier.delivery_take(64, 60)) j where j->>'host' ~ '^(slow|good)'),
    '<=', 9::bigint, 'letters to such included');

select throws_ok($$ set local role placet_courier;
    select * from placet.peer $$, '42501', null,
    'the courier cannot read the tables itself');

select finish();
rollback;
