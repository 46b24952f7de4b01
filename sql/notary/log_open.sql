-- notary.log_open(site, item, pub, entry, frontier) - key and first leaf
--
-- Answers  {"opened": bool}, false if the log has a key already
create function notary.log_open(_site int, _item int, _pub bytea,
    _entry bytea, _frontier bytea)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    update log set pub = _pub, size = 1, frontier = _frontier
    where site_id = _site and item = _item and pub is null and size = 0;
    if not found then
        return jsonb_build_object('opened', false);
    end if;
    insert into leaf (site_id, item, idx, entry)
    values (_site, _item, 0, _entry);
    return jsonb_build_object('opened', true);
end $$;
