-- admin.flag_close(host, id) - a report was dealt with
--
-- Answers  {"flag": {"id", "state": "closed"}}
-- Raises   PL404 site.unknown, flag.unknown
create function admin.flag_close(_host text, _id text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
begin
    update flag set state = 'closed'
    where (site_id, id, state)
        = (_site, core.petition_number(_id), 'open');
    if not found then
        perform core.refuse(404, 'flag.unknown');
    end if;
    return jsonb_build_object('flag', jsonb_build_object(
        'id', _id::int, 'state', 'closed'));
end $$;
