-- notary.batch_commit: leaves, numbers, tiles and rungs, all or nothing
begin;
select plan(22);
\ir notary.psql
call public.petition(1, 1);
call public.petition(1, 2);
insert into placet.rung (site_id, petition, n, threshold, effect)
values (1, 1, 1, 2, 'two'), (1, 1, 2, 3, 'three');
insert into placet.signature (site_id, petition, nullifier, token)
select 1, p, sha256('n' || i::text::bytea), 't'
from generate_series(1, 4) i, generate_series(1, 2) p;
insert into placet.inbox (id, site_id, petition, nullifier, cn, cp)
overriding system value
select i + 10 * p, 1, p, sha256('n' || i::text::bytea), 'c', 'p'
from generate_series(1, 4) i, generate_series(1, 2) p;

-- Two leaves of petition 1, one of petition 2, one tile begun.
create function pg_temp.commit(_size bigint[] = '{0,0}',
    _inbox bigint[] = '{11,12,21}', _idx bigint[] = '{0,1,0}',
    _at int[] = '{0}') returns jsonb language sql as $$
    select notary.batch_commit('{1,1}', '{1,2}', _size,
        array[_size[1] + 2, _size[2] + 1], '{"\\x0a","\\x0b"}', '{2,1}',
        '{1,1,2}', _idx, _inbox, '{"\\x01","\\x02","\\x03"}',
        '{1}', '{1}', '{0}', _at, array[sha256('tile')])
$$;
grant execute on all functions in schema pg_temp to placet_notary;
set local role placet_notary;

select throws_ok('select pg_temp.commit(''{1,0}'')', 'PL409', 'log.moved',
    'another size than expected is refused');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,99,21}'')', 'PL409',
    'inbox.moved', 'so is a row that is not in the inbox');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,22,21}'')', 'PL409',
    'inbox.moved', 'or that is another petition''s');
select throws_ok('select pg_temp.commit(''{0,0}'', ''{11,11,21}'')', 'PL409',
    'inbox.moved', 'or that comes twice');
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
    'their rows are gone from the inbox');
select results_eq($$ select petition, idx from placet.signature
    where idx is not null order by petition, idx $$,
    $$ values (1, 0::bigint), (1, 1), (2, 0) $$,
    'the signatures have their numbers');
select is((select data from placet.tile), sha256('tile'),
    'the tile has its first hash');
select results_eq('select effect, reached_at is not null from placet.rung
    order by n', $$ values ('two', true), ('three', false) $$,
    'a rung is reached, the next is not');
set local role placet_notary;

select throws_ok('select pg_temp.commit()', 'PL409', 'log.moved',
    'the same batch again is refused');
select throws_ok($$ select pg_temp.commit('{2,1}', '{13,14,22}', '{1,2,1}',
    '{1}') $$, '23505', null, 'an index is given once');
select is(pg_temp.commit('{2,1}', '{13,14,22}', '{2,3,1}', '{1}'),
    '{"leaves": 3}', 'the next batch follows');
reset role;
select is((select data from placet.tile), sha256('tile') || sha256('tile'),
    'the tile has grown');
select is((select reached_at is not null from placet.rung where n = 2), true,
    'and so has the next rung');

insert into placet.inbox (id, site_id, petition, nullifier, cn, cp)
overriding system value values (31, 1, 1, sha256('n1'), 'c', 'p');
set local role placet_notary;
select throws_ok($$ select notary.batch_commit('{1}', '{1}', '{4}', '{5}',
    '{"\\x0c"}', '{1}', '{1}', '{4}', '{31}', '{"\\x04"}', '{}', '{}', '{}',
    '{}', '{}') $$, 'PL409', 'signature.numbered',
    'nobody is numbered twice');
select is(notary.batch_commit('{1}', '{1}', '{4}', '{5}', '{"\\x0c"}', '{0}',
    '{1}', '{4}', '{null}', '{"\\x04"}', '{}', '{}', '{}', '{}', '{}'),
    '{"leaves": 1}', 'a leaf from no row of the inbox is the last one');
reset role;
select results_eq('select item, noted_at is not null from placet.petition
    order by item', $$ values (1, true), (2, false) $$,
    'and noted as such');
select is((select signs from placet.log where item = 1), 4::bigint,
    'but counts as no signature');

select finish();
rollback;
