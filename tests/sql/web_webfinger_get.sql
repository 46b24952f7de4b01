-- web.webfinger_get: every spelling leads to the one that we use
begin;
select plan(35);
\ir fixture.psql
create function public.finger(_resource text, _site int default 1)
returns jsonb language sql as $$
    select web.webfinger_get(_site, json_build_object('resource',
        _resource)::text)
$$;
set local role placet_web;
select is(finger(r)->>'subject', 'acct:' || want || '@a.example', r)
from (values ('acct:placet@a.example', 'placet'),
    ('acct:MAIRIE@A.Example', 'mairie'), ('acct:@mairie@a.example', 'mairie'),
    ('mairie@a.example', 'mairie'), ('@mairie@a.example', 'mairie'),
    ('acct:petition-1@a.example', 'petition-1'),
    ('https://a.example/actor', 'placet'), ('https://a.example', 'placet'),
    ('https://a.example/', 'placet'), ('https://a.example/commune', 'mairie'),
    ('https://a.example/petitions/1', 'petition-1'),
    ('https://a.example/petitions/1/actor', 'petition-1')) t (r, want);
select is(finger('acct:petition-1@a.example'), '{
    "subject": "acct:petition-1@a.example",
    "aliases": ["https://a.example/petitions/1/actor"],
    "links": [{"rel": "self", "type": "application/activity+json",
        "href": "https://a.example/petitions/1/actor"},
        {"rel": "http://webfinger.net/rel/profile-page",
        "type": "text/html", "href": "https://a.example/petitions/1"}]}',
    'actor and page');
select is(jsonb_path_query_array(finger('acct:placet@a.example'),
    '$.links[*].rel'), '["self", "http://webfinger.net/rel/profile-page",
    "https://www.w3.org/ns/activitystreams#Service"]',
    'the site says that it speaks for all');
select throws_ok(format('select finger(%L)', r), 'PL404', 'actor.unknown', r)
from unnest(array['acct:mairie@b.example', 'acct:nobody@a.example',
    'acct:petition-9@a.example', 'acct:petition-01@a.example',
    'acct:petition-99999999999@a.example', 'acct:petition-@a.example',
    'acct:@a.example', 'acct:mairie@a.example@b.example', 'mairie', 'acct:',
    'https://b.example/actor', 'http://a.example/actor',
    'https://a.example/about', 'acct:mairie@a.example/', ' ']) r;
select throws_ok($$ select web.webfinger_get(1, '{}') $$, 'PL400',
    'resource.missing', 'without a question');
select throws_ok($$ select finger('') $$, 'PL400', 'resource.missing',
    'with an empty one');
select is(finger('acct:petition-1@b.example', 2)->'aliases'->>0,
    'https://b.example/petitions/1/actor', 'the other site has its own');
reset role;
set local placet.scheme = 'http';
set local placet.port = '8080';
set local role placet_web;
select is(finger('acct:mairie@a.example:8080')->>'subject',
    'acct:mairie@a.example:8080', 'a port belongs to the handle');
select throws_ok($$ select finger('acct:mairie@a.example') $$, 'PL404',
    'actor.unknown', 'then none without it does');

reset role;
\ir federation.psql
do $$ begin
    perform reply(zoe(), 1, note(), 'Oui !');
end $$;
set local role placet_web;
select throws_ok($$ select finger(zoe() || '/notes/1') $$,
    'PL404', 'actor.unknown', 'a comment that lives elsewhere is not ours');

select finish();
rollback;
