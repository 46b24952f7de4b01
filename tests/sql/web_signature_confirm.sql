-- web.signature_confirm: who counts, once, whatever comes in one batch
begin;
select plan(30);
\ir fixture.psql
create function public.confirm(_site int, _petition text, _n int)
returns jsonb language sql as $$
    select (web.signature_confirm(array[_site], array[_petition],
        array[b32(_n)])->0)::jsonb
$$;
create function public.inbox_count() returns bigint
language sql security definer as $$
    select coalesce(sum(n), 0) from placet.inbox $$;

select claim(1, 1, n) from generate_series(1, 9) n \g /dev/null
select claim(1, 1, 10, '49 hours'), claim(1, 3, 11, '2 hours'),
    claim(1, 3, 12, '30 minutes'), claim(1, 2, 13, '3 days'),
    claim(2, 1, 14), claim(1, 1, 15), claim_again(1, 1, 15, 16) \g /dev/null
set local role placet_web;

select is(confirm(1, '1', 1), '{"status": 200, "state": "confirmed",
    "new": true, "petition": {"id": 1, "title": "Des pistes cyclables",
    "lang": "fr", "url": "/petitions/1"}}', 'a claim is confirmed');
reset role;
select results_eq($$ select site_id, petition, nullifier, token, level, at
    from placet.signature $$,
    $$ values (1, 1, b32(1001), b32(1), 'email', now()) $$,
    'it is a signature');
select results_eq($$ select site_id, petition, id, n, rows
    from placet.inbox $$,
    $$ select 1, 1, lot, 1, b32(5001) || b32(6001) from placet.signature $$,
    'and waits for the notary with its commitments');
select results_eq('select communes from placet.inbox',
    $$ values ('{35238}'::text[]) $$, 'and its commune');
select is((select signs from placet.log where (site_id, item) = (1, 1)),
    0::bigint, 'no counter was touched');
set local role placet_web;
select is(confirm(1, '1', 1) - 'petition',
    '{"status": 200, "state": "confirmed", "new": false}',
    'confirmed twice is confirmed once');
select is(inbox_count(), 1::bigint, 'and waits once');

-- A mixed batch: each has its own answer, in order.
select is((select jsonb_agg(e - 'petition' - 'state') from jsonb_array_elements(
    web.signature_confirm('{1,1,1,2,1,1,1,1,1,2,1}',
        '{1,1,1,1,x,1,3,3,2,1,7}', array[b32(2), b32(99), b32(10), b32(14),
        b32(3), b32(2), b32(11), b32(13), b32(13), b32(3),
        b32(3)])::jsonb) e), '[
    {"status": 200, "new": true},
    {"status": 404, "code": "token.unknown"},
    {"status": 410, "code": "token.expired"},
    {"status": 200, "new": true},
    {"status": 404, "code": "token.unknown"},
    {"status": 200, "new": false},
    {"status": 200, "new": true},
    {"status": 404, "code": "token.unknown"},
    {"status": 409, "code": "petition.closed"},
    {"status": 404, "code": "token.unknown"},
    {"status": 404, "code": "token.unknown"}]',
    'a batch is answered row by row');
select is(inbox_count(), 4::bigint, 'three of them were new');
select is(confirm(1, '3', 12)->>'code', 'petition.closed',
    'a claim made after closing does not count');
select is(web.signature_confirm('{1,2}', '{1,1}', array[b32(3), b32(14)])
    ->1->'petition'->>'title', 'Sauvons le phare',
    'each answer names its own petition');

-- One person, two mails.
select is((select jsonb_agg(e->'new') from jsonb_array_elements(
    web.signature_confirm('{1,1,1}', '{1,1,1}',
        array[b32(16), b32(15), b32(16)])::jsonb) e),
    '[false, true, false]', 'two mails of one person in one batch count once');
select is(confirm(1, '1', 15) - 'petition',
    '{"status": 200, "state": "confirmed", "new": false}',
    'the other mail is told that all is well');
reset role;
select is(token, b32(15), 'the first claim is the one that counts')
from placet.signature where nullifier = b32(1015);

-- Late, but confirmed before.
update placet.claim set expires_at = now() - interval '1 year'
where token = b32(1);
set local role placet_web;
select is(confirm(1, '1', 1)->>'state', 'confirmed',
    'what is confirmed stays so when the link expires');
reset role;
update placet.petition set closes_at = now() - interval '9 days'
where (site_id, item) = (1, 1);
set local role placet_web;
select is(confirm(1, '1', 1)->>'state', 'confirmed', 'and when it closes');
select is(confirm(1, '1', 5)->>'code', 'petition.closed',
    'what was not is too late');
reset role;
update placet.petition set closes_at = now() + interval '9 days'
where (site_id, item) = (1, 1);
set local role placet_web;

-- Odd arrays.
select is(web.signature_confirm('{}', '{}', '{}')::text, '[]', 'none at all');
select is(confirm(1, '1', null)->>'code', 'token.unknown', 'no token');
select is(confirm(1, null, 5)->>'code', 'token.unknown', 'no petition');
select is(confirm(null, '1', 5)->>'code', 'token.unknown', 'no site');
select is(confirm(9, '1', 5)->>'code', 'token.unknown', 'no such site');
select is(confirm(1, '01', 5)->>'code', 'token.unknown', 'no such number');
select is(web.signature_confirm('{1}', '{1}', '{"\\x"}')->0->>'code',
    'token.unknown', 'an empty token');

-- 256 of them, then the same 256 again.
reset role;
select claim(1, 1, n) from generate_series(1000, 1255) n \g /dev/null
create function public.many() returns jsonb language sql as $$
    select jsonb_build_object('rows', count(*),
        'new', count(*) filter (where e->>'new' = 'true'),
        'ok', count(*) filter (where e->>'status' = '200'))
    from json_array_elements(web.signature_confirm(
        array_fill(1, '{256}'), array_fill('1'::text, '{256}'),
        array(select b32(n) from generate_series(1000, 1255) n))) e
$$;
set local role placet_web;
select is(many(), '{"rows": 256, "new": 256, "ok": 256}', 'a full batch');
select is(many(), '{"rows": 256, "new": 0, "ok": 256}', 'and once more');

-- Nothing reads a table from end to end, although the plan was made when
-- they were as good as empty.
reset role;
select sum(seq_scan) as before from pg_stat_xact_user_tables
where schemaname = 'placet' \gset
select many() \g /dev/null
select is(sum(seq_scan), :before::numeric, 'no table is scanned')
from pg_stat_xact_user_tables where schemaname = 'placet';

set local role placet_web;
select throws_ok('select * from placet.signature', '42501', null,
    'the role itself cannot read signatures');
select throws_ok('insert into placet.inbox default values', '42501', null,
    'nor write to the inbox');
select throws_ok('select core.refuse(404, $$x$$)', '42501', null,
    'nor call the core');

select finish();
rollback;
