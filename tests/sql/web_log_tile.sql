-- web.log_tile: only what the signed checkpoint covers
begin;
select plan(28);
\ir fixture.psql
insert into placet.leaf (site_id, item, idx, entry)
select 1, 1, n, b32(n) || '\x2a' from generate_series(0, 599) n;
insert into placet.tile (site_id, item, level, n, data)
values (1, 1, 1, 0, b32(1) || b32(2));
update placet.log set size = 600, signed_size = 520, checkpoint = 'c'
where (site_id, item) = (1, 1);
create function public.tile(text, text, text) returns text language sql as $$
    select web.log_tile(1, '1', $1, $2, $3)->>'data'
$$;
create function public.hashes(_from int, _to int) returns text
language sql as $$
    select encode(string_agg(sha256('\x00'::bytea || b32(n) || '\x2a'), ''
        order by n), 'hex')
    from generate_series(_from, _to - 1) n
$$;
set local role placet_web;

select is(tile('0', '0', '256'), hashes(0, 256), 'a full tile of leaves');
select is(tile('0', '1', '256'), hashes(256, 512), 'the next one');
select is(tile('0', '2', '8'), hashes(512, 520), 'a partial one');
select is(tile('0', '2', '3'), hashes(512, 515), 'less than there is');
select is(tile('1', '0', '2'), encode(b32(1) || b32(2), 'hex'),
    'a tile of tiles');
select is(tile('1', '0', '1'), encode(b32(1), 'hex'), 'half of it');
select is(tile('entries', '2', '2'), encode(
    '\x0021'::bytea || b32(512) || '\x2a0021'::bytea || b32(513)
    || '\x2a'::bytea, 'hex'), 'entries follow their lengths');
select is(length(tile('entries', '0', '256')), 2 * 256 * 35, 'a bundle');

select throws_ok(format('select tile(%L, %L, %L)', l, n, w), 'PL404',
    'page.unknown', format('tile/%s/%s.p/%s is not covered', l, n, w))
from (values ('0', '2', '9'), ('0', '2', '80'), ('0', '2', '256'),
    ('0', '3', '1'), ('1', '0', '3'), ('1', '1', '1'), ('2', '0', '1'),
    ('8', '0', '1'), ('63', '0', '1'), ('-1', '0', '1'), ('x', '0', '1'),
    ('0', 'x', '1'), ('0', '0', '0'), ('0', '0', '257'), ('0', '0', 'x'),
    ('entries', '2', '9'), ('0', '999999999999999', '256')) t (l, n, w);

select throws_ok($$ select web.log_tile(1, '3', '0', '0', '1') $$, 'PL404',
    'petition.unknown', 'nothing before the first checkpoint');
select throws_ok($$ select web.log_tile(2, '1', '0', '0', '1') $$, 'PL404',
    'petition.unknown', 'nor of another site under this number');
select throws_ok($$ select web.log_tile(1, 'x', '0', '0', '1') $$, 'PL404',
    'petition.unknown', 'nor of what is no number');

select finish();
rollback;
