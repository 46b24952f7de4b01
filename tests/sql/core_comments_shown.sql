-- core.comments_shown: what people elsewhere said, and where it leads
begin;
select plan(14);
\ir fixture.psql
\ir comments.psql
set local search_path = placet, pg_temp, public;

select is(jsonb_path_query_array(core.comments_shown(1, 1, 1, 100),
    '$[*].text'),
    to_jsonb(array(select 'c' || g from generate_series(25, 6, -1) g)),
    'twenty that are shown, newest first');
select is(jsonb_path_query_array(core.comments_shown(1, 1, 2, 100),
    '$[*].text'), '["c5", "c4", "c3", "c2", "c1"]', 'then the others');
select is(core.comments_shown(1, 1, 3, 100), '[]', 'then none');
select is(core.comments_shown(2, 1, 1, 100), '[]',
    'those of another site are its own');
select is(core.comments_shown(1, 1, 2, 100)->4, jsonb_build_object(
    'id', (select id from placet.comment where text = 'c1'),
    'author', 'Alice A.', 'handle', '@alice@m.example',
    'profile', 'https://m.example/@alice', 'host', 'm.example',
    'url', 'https://m.example/s/1', 'text', 'c1', 'lang', null,
    'published_at', '2026-01-02T03:04:05Z'), 'a comment has all its parts');

select comment('https://n.example/s/1', 'https://n.example/u/bob',
    repeat('é', 101), 'shown', 'https://evil.example/', 'fr-fr') \g /dev/null
select is(core.comments_shown(1, 1, 1, 100)->0->>'author', 'bob',
    'who has no name is called by his user name');
select is(core.comments_shown(1, 1, 1, 100)->0->>'profile',
    'https://n.example/u/bob', 'a profile that is no URL is none');
select is(core.comments_shown(1, 1, 1, 100)->0->>'url',
    'https://n.example/s/1', 'a link to another host is none');
select is(core.comments_shown(1, 1, 1, 100)->0->>'lang', 'fr-fr',
    'a language is told');
select is(core.comments_shown(1, 1, 1, 100)->0->>'text',
    repeat('é', 99) || '…', 'a long text is cut');
select is(core.comments_shown(1, 1, 1, 101)->0->>'text', repeat('é', 101),
    'one that fits is not');

select comment('https://m.example/s/26', 'https://m.example/u/alice', 'x',
    'shown', 'https://m.example/@alice/26', '"><b>') \g /dev/null
select is(core.comments_shown(1, 1, 1, 100)->0->>'url',
    'https://m.example/@alice/26', 'a link to the author''s server is one');
select is(core.comments_shown(1, 1, 1, 100)->0->'lang', 'null',
    'a language that is none is left out');

select comment('https://m.example/s/27', 'https://m.example/u/alice', 'x',
    'shown', 'javascript:alert(1)') \g /dev/null
select is(core.comments_shown(1, 1, 1, 100)->0->>'url',
    'https://m.example/s/27', 'nor does a link run anything');

select finish();
rollback;
