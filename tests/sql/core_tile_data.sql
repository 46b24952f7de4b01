-- core.tile_data: the hashes of a tile
begin;
select plan(4);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
insert into leaf (site_id, item, idx, entry)
select 1, 1, n, int8send(n) from generate_series(0, 259) n;
insert into tile (site_id, item, level, n, data) values (1, 1, 1, 0, b32(1));
select is(core.tile_data(1, 1, 0, 1, 2),
    sha256('\x000000000000000100') || sha256('\x000000000000000101'),
    'leaves are hashed');
select is(core.tile_data(1, 1, 1, 0, 1), b32(1), 'tiles are kept');
select is(core.tile_data(2, 1, 0, 0, 1), null, 'not of another site');
select is(core.tile_data(1, 1, 2, 0, 1), null, 'none there');

select finish();
rollback;
