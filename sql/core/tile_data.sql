-- core.tile_data(site, petition, level, n, width) - the hashes of a tile
--
-- Level 0 is not stored: it is the hashes of the leaves.  Whether the width
-- may be shown yet is the caller's business.
create function core.tile_data(
    _site int, _petition int, _level int, _n bigint, _width int)
returns bytea
language plpgsql stable as $$
begin
    if _level = 0 then
        return (
            select string_agg(sha256('\x00'::bytea || entry), ''::bytea
                order by idx)
            from leaf
            where site_id = _site and item = _petition
                and idx >= 256 * _n and idx < 256 * _n + _width);
    end if;
    return (
        select substr(data, 1, 32 * _width)
        from tile
        where (site_id, item, level, n) = (_site, _petition, _level, _n));
end $$;
