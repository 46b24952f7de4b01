-- web.log_tile(site, petition, level, n, width) - a piece of a log
--
-- Only what the signed checkpoint covers: what was never signed was never
-- said.  Level "entries" gives entries, each after its length in two bytes.
--
-- Answers  {"data": hex}
-- Raises   PL404 petition.unknown, page.unknown
create function web.log_tile(
    _site int, _petition text, _level text, _n text, _width text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _item int := core.petition_number(_petition);
    _row int := case when _level ~ '^[0-7]$' then _level::int
        when _level = 'entries' then 0 end;
    _at bigint := case when _n ~ '^[0-9]{1,15}$' then _n::bigint end;
    _wide int := case when _width ~ '^[0-9]{1,3}$' then _width::int end;
    _size bigint;
    _data bytea;
begin
    select signed_size into _size from log
    where (site_id, item) = (_site, _item) and checkpoint is not null;
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif _wide between 1 and 256
        and 256 * _at + _wide <= _size >> (8 * _row) then
        if _level = 'entries' then
            select string_agg(int2send(length(entry)::int2) || entry,
                ''::bytea order by idx)
            into _data
            from leaf
            where site_id = _site and item = _item
                and idx >= 256 * _at and idx < 256 * _at + _wide;
        else
            _data := core.tile_data(_site, _item, _row, _at, _wide);
        end if;
    end if;
    if _data is null then
        perform core.refuse(404, 'page.unknown');
    end if;
    return jsonb_build_object('data', encode(_data, 'hex'));
end $$;
