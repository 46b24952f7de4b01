-- core.inbox_create: public replies in a thread of ours become comments
begin;
select plan(32);
\ir fixture.psql
\ir federation.psql
set local search_path = placet, pg_temp, public;
call elsewhere();
select federated(2) as before \gset

select reply(zoe(), 1, note(), 'Je suis pour.', '{
    "url": "https://m.example/@zoe/1", "contentMap": {"fr": "x"},
    "published": "2026-01-02T03:04:05Z"}') \g /dev/null
select is(to_jsonb(c) - '{id,received_at,site_id,doc,relayed,hidden_at}'
        ::text[],
    jsonb_build_object('petition', 1, 'object', zoe() || '/notes/1',
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
    "2999-01-01T00:00:00Z", "contentMap": {"<b>": "x"},
    "url": "javascript:alert(1)"}'), reply(tom(), 5, note(), 'Ici',
    '{"published": "soon", "url": "https://evil.example/@tom/5"}'),
    reply(tom(), 6, note(), repeat('é', 12000),
    '{"url": [{"type": "Link", "href": "https://m.example/x"}]}')
\g /dev/null
select ok(published_at <= now(), 'none is of tomorrow') from comment
where object in (tom() || '/notes/4', tom() || '/notes/5');
select is(row (url, lang)::text, '(,)',
    'what is no address of their server is none of the page: ' || object)
from comment where object ~ '/notes/[456]$' order by id;
select is(length(text), 10000, 'a long one is cut')
from comment where object = tom() || '/notes/6';

-- Twice, under one id or two.
select say(zoe(), 77, 'Create', (select jsonb_build_object('id', object,
    'type', 'Note', 'attributedTo', remote, 'inReplyTo', note(),
    'to', 'as:Public') from comment where object = zoe() || '/notes/1'),
    'Autre chose') \g /dev/null
select is(text, 'Je suis pour.', 'what is there is not made again')
from comment where object = zoe() || '/notes/1';

delete from comment where site_id = 1;
select is(reply(zoe(), 100 + (row_number() over ())::int, reply_to, text,
    more::jsonb)->>'status', '202', name || ' is taken')
from (values
    ('of another person', note(), 'x',
        '{"attributedTo": "https://m.example/tom"}'),
    ('of another person too', note(), 'x', '{"attributedTo":
        ["https://m.example/tom", "https://m.example/zoe"]}'),
    ('of nobody', note(), 'x', '{"attributedTo": null}'),
    ('with the id of another host', note(), 'x',
        '{"id": "https://e.example/notes/1"}'),
    ('with an id of ours', note(), 'x',
        '{"id": "https://a.example/petitions/1"}'),
    ('without an id', note(), 'x', '{"id": null}'),
    ('with an endless id', note(), 'x', jsonb_build_object('id',
        'https://m.example/' || repeat('x', 4000))::text),
    ('for followers', note(), 'x', '{"to": "https://m.example/zoe/f"}'),
    ('for us alone', note(), 'x',
        '{"to": ["https://a.example/petitions/1/actor"], "cc": []}'),
    ('a vote', note(), '', '{"name": "Oui", "content": null}'),
    ('without words', note(), E' \n ', '{}'),
    ('about another site', 'https://b.example/petitions/1', 'x', '{}'),
    ('about an actor', note() || '/actor', 'x', '{}'),
    ('about a petition that is none', note(77), 'x', '{}'),
    ('about something else', 'https://m.example/notes/9', 'x', '{}'),
    ('about nothing', note(), 'x', '{"inReplyTo": null}'))
    t (name, reply_to, text, more);
select is(say(zoe(), 200, 'Create', zoe() || '/notes/1'), '{"status": 202}',
    'one that is only named is taken');
select is_empty('select object from comment where site_id = 1',
    'but none of these is shown to anybody');

-- Deleted before it came.
select say(zoe(), 300, 'Delete', zoe() || '/notes/400') \g /dev/null
select reply(zoe(), 400, note(), 'Trop tard') \g /dev/null
select is_empty('select object from comment where site_id = 1',
    'what was deleted before it came does not come');
select say(eve(), 301, 'Delete', zoe() || '/notes/401'),
    say(tom(), 302, 'Delete', zoe() || '/notes/401') \g /dev/null
select reply(zoe(), 401, note(), 'À temps') \g /dev/null
select isnt_empty('select object from comment where site_id = 1',
    'unless it was somebody else who said so');
delete from comment where site_id = 1;
update petition set withdrawn_at = now() where (site_id, item) = (1, 3);
select reply(zoe(), 402, note(3), 'Dommage') \g /dev/null
select is_empty('select object from comment where site_id = 1',
    'nothing is said to a petition that was taken back');
select is(federated(2), :'before', 'the other site has changed in nothing');

select finish();
rollback;
