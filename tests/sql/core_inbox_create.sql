-- core.inbox_create: replies in a thread of ours become comments, once
begin;
select plan(27);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset

select reply(zoe(), 1, note(), 'Je suis pour.', '{
    "url": "https://m.example/@zoe/1", "lang": "fr",
    "published": "2026-01-02T03:04:05Z"}') \g /dev/null
select is(to_jsonb(c) - '{id,received_at,site_id,doc,relayed,hidden_at}'
    ::text[], jsonb_build_object('petition', 1, 'object', zoe() || '/notes/1',
    'remote', zoe(), 'host', 'm.example', 'reply_to', note(),
    'url', 'https://m.example/@zoe/1', 'text', 'Je suis pour.', 'lang', 'fr',
    'state', 'pending', 'published_at', '2026-01-02T03:04:05+00:00'
    ::timestamptz, 'updated_at', null),
    'a comment, that waits for a moderator')
from comment c where site_id = 1;
select reply(tom(), 2, zoe() || '/notes/1', 'Moi aussi.') \g /dev/null
select is((select petition from comment where object = tom() || '/notes/2'),
    1, 'an answer to a comment is in the thread too');
insert into news (site_id, petition, n, kind, html)
values (1, 1, 1, 'answer', '<p>x</p>');
select reply(tom(), 3, note() || '/news/1', 'Enfin.') \g /dev/null
select is((select petition from comment where object = tom() || '/notes/3'),
    1, 'and one to its news');
select reply(tom(), 4, note(), 'Demain', '{"published":
    "2999-01-01T00:00:00Z"}'), reply(tom(), 5, note(), 'Ici'),
    reply(tom(), 6, note(), repeat('é', 12000)) \g /dev/null
select ok(published_at <= now(), 'none is of tomorrow') from comment
where object in (tom() || '/notes/4', tom() || '/notes/5');
select is(length(text), 10000, 'a long one is cut')
from comment where object = tom() || '/notes/6';
select is(reply(zoe(), 100 + (row_number() over ())::int, reply_to, 'x')
    ->>'status', '202', name || ' is taken')
from (values
    ('one about another site', 'https://b.example/petitions/1'),
    ('about an actor', note() || '/actor'),
    ('about a petition that is none', note(77)),
    ('about something else', 'https://m.example/notes/9'),
    ('about nothing', null)) t (name, reply_to);
select is_empty($$ select from comment
    where site_id = 1 and object ~ '/notes/1..$' $$, 'but none is shown');

-- The same again, under one id of an activity or two: nobody notes them.
select is_empty('select from seen where site_id = 1', 'no id is noted');
select is(reply(zoe(), 1, note(), 'Autre chose'), '{"status": 202}',
    'what is there is taken again');
select is(count(*) || max(text), '1Je suis pour.', 'but not made again')
from comment where object = zoe() || '/notes/1';
select is(reply(tom(), 1, note(), 'À moi', jsonb_build_object('id',
    zoe() || '/notes/1')), '{"status": 202}', 'nor does a neighbour take it');
select is(remote, zoe(), 'it is whose it was')
from comment where object = zoe() || '/notes/1';
select say(zoe(), 50, 'Update', jsonb_build_object('id', zoe() || '/notes/1',
    'type', 'Note', 'attributedTo', zoe(), 'updated', '2026-01-03T00:00:00Z'),
    'Je suis contre.'), reply(zoe(), 1, note(), 'Je suis pour.') \g /dev/null
select is(text, 'Je suis contre.', 'nor is an Update lost')
from comment where object = zoe() || '/notes/1';
update comment set state = 'hidden' where object = zoe() || '/notes/1';
select reply(zoe(), 1, note(), 'Je suis pour.') \g /dev/null
select is(state, 'hidden', 'nor what a moderator did')
from comment where object = zoe() || '/notes/1';
select say(zoe(), 51, 'Delete', zoe() || '/notes/1') \g /dev/null
select reply(zoe(), 1, note(), 'Je suis pour.') \g /dev/null
select is(state || text, 'deleted', 'what was deleted is gone')
from comment where object = zoe() || '/notes/1';
update comment set received_at = now() - interval '40 days'
where site_id = 1;
set local role placet_courier;
select courier.purge(100) \g /dev/null
reset role;
select reply(zoe(), 1, note(), 'Je suis pour.') \g /dev/null
select is_empty($$ select from comment where object = zoe() || '/notes/1' $$,
    'when nothing is left of it, too');
select reply(zoe(), 60, zoe() || '/notes/61', 'Trop tôt') \g /dev/null
select reply(zoe(), 61, note(), 'Voilà') \g /dev/null
select reply(zoe(), 60, zoe() || '/notes/61', 'À temps') \g /dev/null
select is((select text from comment where object = zoe() || '/notes/60'),
    'À temps', 'what did nothing may come again when it is in a thread');

-- Deleted before it came.
select say(zoe(), 300, 'Delete', zoe() || '/notes/400') \g /dev/null
select reply(zoe(), 400, note(), 'Trop tard') \g /dev/null
select is_empty($$ select from comment
    where object = zoe() || '/notes/400' $$,
    'what was deleted before it came does not come');
select say(eve(), 301, 'Delete', zoe() || '/notes/401'),
    say(tom(), 302, 'Delete', zoe() || '/notes/401') \g /dev/null
select reply(zoe(), 401, note(), 'À temps') \g /dev/null
select isnt_empty($$ select from comment
    where object = zoe() || '/notes/401' $$,
    'unless it was somebody else who said so');
delete from comment where site_id = 1;
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select reply(zoe(), 402, note(3), 'Dommage') \g /dev/null
select is_empty('select object from comment where site_id = 1',
    'nothing is said to a petition that was taken back');
select is(federated(2), :'before', 'the other site has changed in nothing');

-- The activity is kept where groups are read.
select reply(zoe(), 501, note(), 'Un') \g /dev/null
select follow(eve(), 510, 'https://a.example/commune') \g /dev/null
update peer set groups = true where host = 'sub.e.example';
select reply(zoe(), 502, note(), 'Deux'), reply(zoe(), 503, note(1, 2),
    'Trois', '{}', 2), reply(zoe(), 504, note(), 'Long',
    jsonb_build_object('x', repeat('x', 32768))) \g /dev/null
select is(string_agg(right(object, 3) || ' ' || coalesce(
    doc::jsonb->>'type' || ' ' || (doc::jsonb->'object'->>'id'), 'no'), ', '
    order by object), '501 no, 502 Create ' || zoe() || '/notes/502, 503 no, '
    '504 no', 'the activity is kept where groups are read, unless too long')
from comment where object ~ '/50[1-4]$';

select finish();
rollback;
