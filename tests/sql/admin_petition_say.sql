-- admin.petition_say: the commune answers, and corrects
begin;
select plan(15);
\ir fixture.psql
\ir federation.psql
select publish() \g /dev/null
update placet.petition set published_at = now()
where (site_id, item) = (1, 1);
select federated(2) as before \gset
set local role placet_admin;
select is(admin.petition_say('A.example', '1', 'answer',
    '{"body": " *Oui*\r\n", "html": "<p><em>Oui</em></p>"}'),
    '{"petition": 1, "kind": "answer", "news": 1}', 'an answer');
select is(admin.petition_say('a.example', '1', 'erratum',
    '{"body": "Lire <3>."}'),
    '{"petition": 1, "kind": "erratum", "news": 2}', 'a correction');
select throws_ok(format('select admin.petition_say(''a.example'', ''1'',
    ''answer'', %L)', data), 'PL422', code, code)
from (values ('{"body": " \n"}', 'body.invalid'), ('{}', 'body.invalid'),
    (json_build_object('body', repeat('x', 20001))::text, 'body.invalid'),
    (json_build_object('body', 'x', 'html', repeat('x', 200001))::text,
        'html.invalid')) t (data, code);
select throws_ok($$ select admin.petition_say('a.example', '1', 'erratum',
    json_build_object('body', 'x', 'html', repeat('x', 199950))::jsonb) $$,
    'PL422', 'html.invalid', 'with the note that it is part of');
select throws_ok($$ select admin.petition_say('a.example', '9', 'answer',
    '{"body": "x"}') $$, 'PL404', 'petition.unknown', 'of no petition');
select throws_ok($$ select admin.petition_say('a.example', '3', 'answer',
    '{"body": "x"}') $$, 'PL503', 'busy', 'nobody knows of it yet');
reset role;
set local search_path = placet, pg_temp, public;
select results_eq($$ select kind, actor, draft->>'type',
    draft->'object'->>'id' from act
    where site_id = 1 order by n desc limit 3 $$,
    $$ values ('update', 1, 'Update', note()),
    ('announce', -1, 'Announce', null),
    ('news', 1, 'Create', note() || '/news/1') $$,
    'an answer is news, a correction changes the note');
select is(core.news_doc(1, 1, 1)->>'content',
    '<p>Ville A répond à la pétition « <a href="https://a.example/petitions/1'
    || '">Des pistes cyclables</a> » :</p><p><em>Oui</em></p>',
    'which says who answers what');
select matches(core.note_doc(1, 1)->>'content', '<p><strong>Des pistes '
    || 'cyclables</strong></p><p><strong>Erratum du ../../.... :</strong></p>'
    || '<p>Lire &lt;3&gt;.</p><p># Pourquoi', 'it stands above the text');
select is(core.news_doc(1, 1, 2), null, 'and is no note of its own');
select results_eq($$ select w->'answers'->0->>'body', w->'errata'->0->>'body'
    from (select core.petition_doc(1, '1')->'petition' as w) d $$,
    $$ values ('*Oui*', 'Lire <3>.') $$, 'the page shows both');
update petition set withdrawn_at = now() where (site_id, item) = (1, 1);
set local role placet_admin;
select throws_ok($$ select admin.petition_say('a.example', '1', 'answer',
    '{"body": "x"}') $$, 'PL410', 'petition.withdrawn', 'gone');

select finish();
rollback;
