-- web.forward_get: what is brought, and the key to check it with
begin;
select plan(8);
\ir fixture.psql
\ir federation.psql
create function public.brought(_key text, _method text, _to text)
returns jsonb language sql as $$
    select web.forward_get(1, _key, _method, jsonb_build_object(
        'type', 'Create', 'actor', zoe(), 'object', jsonb_build_object(
        'id', zoe() || '/notes/1', 'attributedTo', zoe(),
        'inReplyTo', _to))::text)
$$;
insert into placet.peer_rule (site_id, host, level)
values (1, 'bad.example', 'suspend');
set local role placet_web;
select is(brought(tom() || '#main-key', null, note()), jsonb_build_object(
    'state', 'known', 'owner', tom(), 'kind', 'rsa', 'key', 'PEM of tom'),
    'who signed it');
select is(brought(tom() || '#main-key', zoe() || '#main-key', note())
    ->>'owner', zoe(), 'rather who proved it');
select is(brought(null, zoe() || '#main-key', note())->>'owner', zoe(),
    'though nobody signed it');
select is(brought(null, zoe() || '#new', note()), '{"state": "unknown"}',
    'a key that is unknown');
select is(brought(tom() || '#main-key', null, 'https://x.example/1'),
    '{"state": "ignored"}', 'what is nothing of ours');
select is(brought('https://bad.example/#k', null, note()),
    '{"state": "blocked"}', 'by who is suspended');
select is(brought('https://bad.example/#k', null, 'https://x.example/1'),
    '{"state": "blocked"}', 'who is told so at once');
select throws_ok($$ select web.forward_get(1, 'k', null, '{') $$, '22P02',
    null, 'no JSON is no activity');

select finish();
rollback;
