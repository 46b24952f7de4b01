-- web.receipt_get: ready when the signed state of the log covers the leaf
begin;
select plan(19);
\ir fixture.psql
select claim(1, 1, n) from generate_series(1, 600) n \g /dev/null
set local role placet_web;
select web.signature_confirm(array_fill(1, '{600}'),
    array_fill('1'::text, '{600}'),
    array(select b32(n) from generate_series(1, 600) n)) \g /dev/null

select is(web.receipt_get(1, '1', b32(7)) - 'at', '{"state": "waiting",
    "waiting": true, "petition": {"id": 1, "title": "Des pistes cyclables",
    "lang": "fr", "url": "/petitions/1"}}', 'it waits for the notary');

reset role;
select sequence(1, 1) \g /dev/null
insert into placet.tile (site_id, item, level, n, data)
values (1, 1, 1, 0, b32(1) || b32(2));
update placet.log set signed_size = 300 where (site_id, item) = (1, 1);
create temp table r as
select f.idx, c.token from placet.claim c
join placet.leaf f on (f.site_id, f.item) = (c.site_id, c.petition)
    and f.entry = c.cn || c.cp;
grant select on r to placet_web;
create function public.receipt(_idx bigint) returns jsonb language sql as $$
    select web.receipt_get(1, '1', (select token from r where idx = _idx))
$$;
create function public.leaves(_from int, _to int) returns text
language sql security definer as $$
    select encode(string_agg(sha256('\x00'::bytea || entry), ''
        order by idx), 'hex')
    from placet.leaf where (site_id, item) = (1, 1)
    and idx >= _from and idx < _to
$$;
set local role placet_web;

select is(receipt(7)->>'state', 'ready', 'numbered and signed: ready');
select is(receipt(300)->>'state', 'waiting', 'beyond the signed size: not');
select is(receipt(299)->>'state', 'ready', 'the last one within is');
select is(receipt(7)->>'index', '7', 'it knows its number');
select is(receipt(7)->>'size', '300', 'and the size of the log');
select is(receipt(7)->>'vkey',
    core_vkey, 'and who signed') from (
    select 'a.example/p/1+' || encode(substr(sha256(
        convert_to(E'a.example/p/1\n\x01', 'UTF8') || b32(9)), 1, 4), 'hex')
        || '+' || encode('\x01'::bytea || b32(9), 'base64')) v (core_vkey);
select is(receipt(7)->>'uuid', '0197a1c2d3e4f5061728394a5b6c7d8e',
    'and which site');
select is(length(decode(receipt(7)->>'salt_n', 'hex')), 32, 'a salt');
select is(length(decode(receipt(7)->>'salt_p', 'hex')), 32, 'another');
select is(receipt(7)->>'commune', '35238', 'the commune');
select is(receipt(7)->>'place', 'Rennes', 'its name');
select is(receipt(7)->'tiles', jsonb_build_array(
    jsonb_build_object('level', 0, 'n', 0, 'data', leaves(0, 256)),
    jsonb_build_object('level', 0, 'n', 1, 'data', leaves(256, 300)),
    jsonb_build_object('level', 1, 'n', 0, 'data', encode(b32(1), 'hex'))),
    'the tiles are those of the path and the edge, cut to the size');
select is(receipt(260)->'tiles', jsonb_build_array(
    jsonb_build_object('level', 0, 'n', 1, 'data', leaves(256, 300)),
    jsonb_build_object('level', 1, 'n', 0, 'data', encode(b32(1), 'hex'))),
    'at the edge path and edge are the same');
reset role;
update placet.log set signed_size = 512 where (site_id, item) = (1, 1);
set local role placet_web;
select is(receipt(260)->'tiles', jsonb_build_array(
    jsonb_build_object('level', 0, 'n', 1, 'data', leaves(256, 512)),
    jsonb_build_object('level', 1, 'n', 0,
        'data', encode(b32(1) || b32(2), 'hex'))),
    'full tiles need no edge beside them');

-- Somebody with two mails, of which one counted.
reset role;
select claim_again(1, 1, 1, 900) \g /dev/null
set local role placet_web;
select is(web.receipt_get(1, '1', b32(900)), web.receipt_get(1, '1', b32(1)),
    'the second mail of a person shows the receipt of the first');

reset role;
select claim(1, 1, 901) \g /dev/null
set local role placet_web;
select throws_ok($$ select web.receipt_get(1, '1', b32(901)) $$, 'PL404',
    'token.unknown', 'what is not confirmed has no receipt');
select throws_ok($$ select web.receipt_get(2, '1', b32(1)) $$, 'PL404',
    'token.unknown', 'nor has a token of another site');
select throws_ok($$ select web.receipt_get(1, '1', null) $$, 'PL404',
    'token.unknown', 'nor has no token');

select finish();
rollback;
