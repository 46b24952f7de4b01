-- notary.batch_commit: leaves, numbers, tiles and rungs, all or nothing
begin;
select plan(25);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
insert into placet.rung (site_id, petition, n, threshold, effect)
values (1, 1, 1, 2, 'two'), (1, 1, 2, 3, 'three');
-- Lots 11 to 14 and 21 to 24: of one signature, but 13 of two.
insert into placet.inbox (id, site_id, petition, n, rows, communes)
select i + 10 * p, 1, p, n, decode(repeat('ab', 64 * n), 'hex'),
    array['0100' || p, null]
from generate_series(1, 4) i, generate_series(1, 2) p,
    lateral (select case when (i, p) = (3, 1) then 2 else 1 end as n) c;

-- Two leaves of petition 1, one of petition 2, one tile begun.
create function pg_temp.commit(_size bigint[] = '{0,0}',
    _lot bigint[] = '{11,12,21}', _idx bigint[] = '{0,1,0}',
    _at int[] = '{0}', _log int[] = '{1,1,2}') returns jsonb
language sql as $$
    select notary.batch_commit('{1,1}', '{1,2}', _size,
        array[_size[1] + 2, _size[2] + 1], '{"\\x0a","\\x0b"}', '{2,1}',
        '{1,1,2}', _idx, '{"\\x01","\\x02","\\x03"}', _log, _lot,
        '{1}', '{1}', '{0}', _at, array[sha256('tile')])
$$;
grant execute on all functions in schema pg_temp to placet_notary;
set local role placet_notary;

select throws_ok('select pg_temp.commit(''{1,0}'')', 'PL409', 'log.moved',
    'another size than expected is refused');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,99,21}'')', 'PL409',
    'inbox.moved', 'so is a lot that is not in the inbox');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,22,21}'')', 'PL409',
    'inbox.moved', 'or that is another petition''s');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,11,21}'')', '23505',
    null, 'or that comes twice');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,13,21}'')', 'PL409',
    'inbox.moved', 'or that is larger');
select throws_ok($$ select pg_temp.commit('{0,0}', '{11,21}',
    _log => '{1,2}') $$, 'PL409', 'inbox.moved', 'or that is left out');
select throws_ok(
    'select pg_temp.commit(_at => ''{3}'')', 'PL409', 'tile.moved',
    'and a tile of another width');
reset role;
select is((select count(*) from placet.leaf), 0::bigint,
    'nothing was written then');
set local role placet_notary;

select is(pg_temp.commit(), '{"leaves": 3}', 'what fits is written');
reset role;
select results_eq('select item, size, signs, frontier from placet.log
    order by item', $$ values (1, 2::bigint, 2::bigint, '\x0a'::bytea),
    (2, 1, 1, '\x0b') $$, 'the logs have grown');
select results_eq('select item, idx, entry from placet.leaf
    order by item, idx', $$ values (1, 0::bigint, '\x01'::bytea),
    (1, 1, '\x02'), (2, 0, '\x03') $$, 'by these leaves');
select results_eq('select id from placet.inbox order by id',
    $$ values (13::bigint), (14), (22), (23), (24) $$,
    'their lots are gone from the inbox');
select results_eq($$ select petition, id, first, n from placet.lot
    order by petition, id $$,
    $$ values (1, 11::bigint, 0::bigint, 1), (1, 12, 1, 1), (2, 21, 0, 1) $$,
    'and have their numbers');
select results_eq('select commune from placet.signer_commune order by 1',
    $$ values ('01001'), ('01002') $$, 'and their communes are known');
select is((select data from placet.tile), sha256('tile'),
    'the tile has its first hash');
select results_eq('select effect, reached_at is not null from placet.rung
    order by n', $$ values ('two', true), ('three', false) $$,
    'a rung is reached, the next is not');
set local role placet_notary;

select throws_ok('select pg_temp.commit()', 'PL409', 'log.moved',
    'the same batch again is refused');
select throws_ok($$ select pg_temp.commit('{2,1}', '{13,22}', '{1,2,1}',
    '{1}', '{1,2}') $$, '23505', null, 'an index is given once');
select is(pg_temp.commit('{2,1}', '{13,22}', '{2,3,1}', '{1}', '{1,2}'),
    '{"leaves": 3}', 'the next batch follows, a lot of two in it');
reset role;
select is((select data from placet.tile), sha256('tile') || sha256('tile'),
    'the tile has grown');
select is((select reached_at is not null from placet.rung where n = 2), true,
    'and so has the next rung');

insert into placet.inbox (id, site_id, petition, n, rows)
values (11, 1, 1, 1, decode(repeat('ab', 64), 'hex'));
set local role placet_notary;
select throws_ok($$ select notary.batch_commit('{1}', '{1}', '{4}', '{5}',
    '{"\\x0c"}', '{1}', '{1}', '{4}', '{"\\x04"}', '{1}', '{11}', '{}', '{}',
    '{}', '{}', '{}') $$, '23505', null, 'nobody is numbered twice');
select is(notary.batch_commit('{1}', '{1}', '{4}', '{5}', '{"\\x0c"}', '{0}',
    '{1}', '{4}', '{"\\x04"}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
    '{"leaves": 1}', 'a leaf of no lot is the last one');
reset role;
select results_eq('select item, noted_at is not null from placet.petition
    order by item', $$ values (1, true), (2, false) $$,
    'and noted as such');
select is((select signs from placet.log where item = 1), 4::bigint,
    'but counts as no signature');

select finish();
rollback;
