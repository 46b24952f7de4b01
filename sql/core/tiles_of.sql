-- core.tiles_of(site, petition, index, size) - the tiles a proof needs
--
-- At each level the tile above the leaf, where the log of `size` leaves has
-- one there, and the tile of the right edge where that is partial (a full
-- one is a single hash of the level above).
--
-- Answers  [{"level", "n", "data": hex}]
create function core.tiles_of(
    _site int, _petition int, _index bigint, _size bigint)
returns jsonb
language plpgsql stable as $$
begin
    return (
        select coalesce(jsonb_agg(jsonb_build_object(
            'level', level, 'n', n,
            'data', encode(core.tile_data(_site, _petition, level, n,
                least(256, have - 256 * n)::int), 'hex'))
            order by level, n), '[]')
        from generate_series(0, 7) level
        cross join lateral (select _size >> (8 * level) as have) h
        cross join lateral (
            select _index >> (8 * level + 8) as n
            where _index >> (8 * level) < have
            union
            select have >> 8 where have & 255 <> 0) t);
end $$;
