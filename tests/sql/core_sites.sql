-- no row of a site is seen or written through another: each function that
-- takes a site is called with the wrong one, and the database itself refuses
-- rows that point across
begin;
select plan(22);
\ir fixture.psql
select claim(1, 1, 1), claim(2, 1, 2) \g /dev/null
-- Site 1 has petitions 1 to 3, site 2 only 1: what belongs to 1 and 3.
create function public.snapshot(_site int) returns text
language sql security definer as $$
    select md5(string_agg(t::text, '' order by t::text)) from (
        select c::text from placet.claim c where site_id = _site
        union all select t::text from placet.lot t where site_id = _site
        union all select i::text from placet.inbox i where site_id = _site
        union all select m::text from placet.mail m where site_id = _site
        union all select b::text from placet.mail_block b
            where site_id = _site
        union all select l::text from placet.log l where site_id = _site
        union all select p::text from placet.petition p where site_id = _site
        ) x (t)
$$;
select snapshot(1) as before \gset
set local role placet_web;

select throws_ok(call, 'PL404', null, call) from unnest(array[
    $$ select web.petition_get(2, '3', 'fr') $$,
    $$ select web.petition_count(2, '3') $$,
    $$ select web.sign_form(2, '3', 'fr') $$,
    $$ select web.signature_show(2, '1', b32(1), 'fr') $$,
    $$ select web.receipt_get(2, '1', b32(1)) $$,
    $$ select web.log_checkpoint(2, '3') $$,
    $$ select web.log_tile(2, '3', '0', '0', '1') $$,
    $$ select web.mail_block(2, '1', b32(1)) $$,
    $$ select web.mail_block_show(2, '1', b32(1)) $$,
    $$ select web.signature_claim(2, '3', 'fr', '{}', b32(1), b32(1),
        b32(1), '\xfe', b32(1), b32(1)) $$,
    $$ select web.dev_mail_get(2, '1') $$]) call;
select is(web.signature_confirm('{2}', '{1}', array[b32(1)])->0->>'code',
    'token.unknown', 'a token confirms nothing elsewhere');
select is(web.signature_confirm('{2}', '{1}', array[b32(2)])->0->>'state',
    'confirmed', 'but at home it does');
-- The same person, with the same hashes, on the other site.
select is(web.signature_claim(2, '1', 'fr', '{"name": "Ève",
    "postcode": "35000", "consent": "1"}', b32(1), b32(2001), b32(1001),
    '\xfe', b32(1), b32(1))->>'claimed', 'true', 'a claim elsewhere');
select is(web.mail_block(2, '1', b32(1))->>'blocked', 'true',
    'and its address blocked there');
select is(snapshot(1), :'before', 'left this site as it was');
select is(web.mail_block_show(1, '1', b32(1))->>'blocked', 'false',
    'where the address is not blocked');
reset role;

-- The keys carry the site.
select throws_ok($$ insert into placet.claim (site_id, petition, token,
    lookup, nullifier, name, cn, cp, expires_at)
    values (2, 3, '', '', '', '', '', '', now()) $$, '23503', null,
    'no claim on a petition of another site');
select throws_ok($$ insert into placet.mail (site_id, kind, petition, lang)
    values (2, 'confirm', 3, 'fr') $$, '23503', null, 'nor a mail');
select throws_ok($$ insert into placet.rung (site_id, petition, n, threshold,
    effect) values (2, 3, 1, 1, 'x') $$, '23503', null, 'nor a step');
select is_empty($$
    select c.conname from pg_constraint c
    where c.contype = 'f' and c.connamespace = 'placet'::regnamespace
    and exists (select from pg_attribute where attrelid = c.conrelid
        and attname = 'site_id' and not attisdropped)
    and exists (select from pg_attribute where attrelid = c.confrelid
        and attname = 'site_id' and not attisdropped)
    and not exists (
        select from unnest(c.conkey, c.confkey) k (a, b)
        join pg_attribute x on x.attrelid = c.conrelid and x.attnum = k.a
        join pg_attribute y on y.attrelid = c.confrelid and y.attnum = k.b
        where x.attname = 'site_id' and y.attname = 'site_id') $$,
    'every foreign key between tables of sites carries the site');
select is_empty($$
    select c.relname, i.indexrelid::regclass
    from pg_index i
    join pg_class c on c.oid = i.indrelid
    join pg_attribute a on a.attrelid = c.oid and a.attname = 'site_id'
    join pg_attribute k on k.attrelid = c.oid and k.attnum = i.indkey[0]
    where c.relnamespace = 'placet'::regnamespace and i.indisprimary
    and k.attname <> 'site_id' and c.relname <> 'inbox' $$,
    'every primary key but that of the queue begins with it');

select finish();
rollback;
