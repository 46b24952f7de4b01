-- notary.claim_purge: forgets what nobody confirmed, a few blocks at a time
begin;
select plan(12);
\ir fixture.psql

select claim(1, 1, 1, '73 hours'), claim(1, 1, 2, '71 hours'),
    claim(1, 1, 3, '47 hours'), claim(1, 1, 4, '90 days'),
    claim(1, 2, 5, '90 days'), claim(2, 1, 6, '90 days'),
    claim(1, 1, 7, '80 days'), claim_again(1, 1, 7, 8, '79 days'),
    claim(1, 1, 9, '80 hours'), claim_again(1, 1, 9, 10, '50 hours'),
    claim_again(1, 1, 9, 11, '79 hours');
update placet.claim set signed_at = now(), lot = 1
where token in (b32(4), b32(7));
set local role placet_notary;
select is(notary.claim_purge(0, 64), '{"claims": 5, "next": 0, "blocks": 1}',
    'five are forgotten');
reset role;
select results_eq('select token from placet.claim order by token',
    'select b32(n) from unnest(array[2, 3, 4, 7, 8, 10]) n order by 1',
    'not what expired today, waits, or belongs to who signed');
select is((select count(*) from placet.signature)::int, 2,
    'signatures stay');
select is(notary.claim_purge(0, 64)->>'claims', '0', 'once');
update placet.claim set expires_at = now() + interval '1 hour'
where token = b32(10);
select is(web.signature_confirm('{1}', '{1}', array[b32(10)])->0->>'new',
    'true', 'a second claim counts where the first is forgotten');

-- A table of some blocks: a piece reads its own, and the last leads back.
delete from placet.claim;
select claim(1, 3, n, case n % 2 when 0 then interval '90 days'
    else interval '1 hour' end) from generate_series(1, 400) n;
create temp table piece as
with recursive step as (
    select 0 as nth, notary.claim_purge(0, 2) as doc
    union all
    select nth + 1, notary.claim_purge((doc->>'next')::bigint, 2)
    from step
    where doc->>'next' <> '0'
)
select * from step;
select ok((select count(*) from piece) > 3, 'many pieces');
select ok((select max((doc->>'claims')::int) from piece) < 100,
    'none reads far');
select is((select sum((doc->>'claims')::int) from piece)::int, 200,
    'together they see all');
select is((select count(*) from placet.claim)::int, 200, 'the rest stays');
select is(notary.claim_purge(1000000, 1)->>'next', '1',
    'beyond the end it begins anew');
select ok((notary.claim_purge(-1, 1)->>'next')::int
    <= pg_relation_size('placet.claim') / 8192, 'or anywhere');
delete from placet.claim;
select is(notary.claim_purge(-1, 1)->>'claims', '0', 'nothing to forget');

select finish();
rollback;
