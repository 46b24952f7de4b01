-- admin.petition_open: from a text to something that can be signed
begin;
select plan(30);
\ir fixture.psql
create function public.open(_data jsonb) returns jsonb language sql as $$
    select admin.petition_open('A.example', jsonb_build_object(
        'title', ' Un banc  public ', 'body', E'# Un banc\r\n\r\nÀ l''ombre.\n',
        'closes_at', now() + interval '90 days') || _data)->'petition'
$$;
set local role placet_admin;

select is(open('{"author": "Le quartier", "addressee": "Le maire",
    "rungs": [{"threshold": 100, "effect": "Un débat"},
        {"threshold": 10, "effect": "Une réponse"}]}')
    - '{opened_at,closes_at,hash,body}'::text[], '{"id": 4, "lang": "fr",
    "title": "Un banc public", "author": "Le quartier",
    "addressee": "Le maire", "state": "open", "open": true,
    "closed_at": null, "count": 0, "url": "/petitions/4",
    "place": {"insee": "35238", "name": "Rennes",
        "departement": "Ille-et-Vilaine"},
    "answers": [], "errata": [],
    "rungs": [{"threshold": 10, "effect": "Une réponse", "reached": false,
            "reached_at": null},
        {"threshold": 100, "effect": "Un débat", "reached": false,
            "reached_at": null}],
    "next": {"threshold": 10, "effect": "Une réponse", "percent": 0,
        "missing": 10},
    "log": {"origin": "a.example/p/4", "size": 0, "vkey": null,
        "signed_at": null}}', 'it is open, under the next number');
reset role;
select is(hash, sha256(convert_to(
    E'Un banc public\n# Un banc\n\nÀ l''ombre.', 'UTF8')),
    'the hash is that of title and text')
from placet.version where (site_id, item) = (1, 4);
select is(excerpt, 'Un banc À l''ombre.', 'the excerpt is plain')
from placet.version where (site_id, item) = (1, 4);
select is(items, 4, 'the site has counted it')
from placet.site where id = 1;
set local role placet_admin;
select is(open('{}')->'rungs', '[]', 'steps may be missing');
select is(open('{"rungs": null, "lang": "en"}')->>'lang', 'en',
    'the language of the text may be given');

select throws_ok($$ select admin.petition_open('x.example', '{}') $$,
    'PL404', 'site.unknown', 'on no site');
select throws_ok(format('select open(%L)', data), 'PL422', code,
    left(data, 60))
from (values ('{"title": ""}', 'title.invalid'),
    ('{"title": null}', 'title.invalid'),
    ('{"title": "a\nb"}', 'title.invalid'),
    (jsonb_build_object('title', repeat('é', 201))::text, 'title.invalid'),
    ('{"body": " \n "}', 'body.invalid'),
    ('{"body": null}', 'body.invalid'),
    (jsonb_build_object('body', repeat('é', 20001))::text, 'body.invalid'),
    ('{"closes_at": null}', 'closes.invalid'),
    ('{"closes_at": "2020-01-01T00:00:00Z"}', 'closes.invalid'),
    ('{"closes_at": "2999-01-01T00:00:00Z"}', 'closes.invalid'),
    ('{"rungs": {}}', 'rungs.invalid'),
    ('{"rungs": [{"threshold": 0, "effect": "x"}]}', 'rungs.invalid'),
    ('{"rungs": [{"threshold": 1.5, "effect": "x"}]}', 'rungs.invalid'),
    ('{"rungs": [{"threshold": 5}]}', 'rungs.invalid'),
    ('{"rungs": [{"effect": "x"}]}', 'rungs.invalid'),
    ('{"rungs": [{"threshold": 5, "effect": "x"},
        {"threshold": "5", "effect": "y"}]}', 'rungs.invalid')
    ) t (data, code);
select throws_ok($$ select open('{"closes_at": "soon"}') $$, '22007', null,
    'a time that is none');
select throws_ok($$ select open('{"body": "\u0000"}') $$, null, null,
    'a NUL is no text');
select throws_ok(format('select open(%L)', jsonb_build_object('html',
    repeat('é', 200001))), 'PL422', 'html.invalid', 'endless HTML');
select open('{"html": "<p>x</p>"}'), open('{"html": null}') \g /dev/null
reset role;
select results_eq('select item, html from placet.version where site_id = 1
    and item > 6 order by 1', $$ values (7, '<p>x</p>'), (8, null) $$,
    'HTML is kept as it is given, or not');
select results_eq('select item from placet.petition where site_id = 1
    order by item', 'values (1), (2), (3), (4), (5), (6), (7), (8)',
    'what was refused left nothing, and no number is missing');
set local role placet_web;
select is(web.petition_search(1, '{"q": "bancs publics"}')->'total', '5',
    'it is found at once');
reset role;
update placet.site set move_to = 'https://n.example/commune',
    moved_at = now() where id = 1;
set local role placet_admin;
select throws_ok($$ select open('{}') $$, 'PL409', 'site.moved',
    'a commune that has moved opens none here');

select finish();
rollback;
