-- admin.log_resume(host, petition, size, root) - a log goes on
--
-- Once `placet log resume` has found all of it to be as keyd signed it, up to
-- `size` entries under `root`.  That is written down, for good.
--
-- Answers  {"resumed": {"origin", "size", "halted": why it was}}
-- Raises   PL404 site.unknown, petition.unknown
--          PL409 log.changed: it is not halted, or of another size
create function admin.log_resume(
    _host text, _id text, _size bigint, _root text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _l log;
begin
    select * into _l from log
    where (site_id, item) = (_site, core.petition_number(_id)) for update;
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif _l.halted is null or _l.size <> _size then
        perform core.refuse(409, 'log.changed');
    end if;
    insert into log_resumed (site_id, item, halted, size, root)
    values (_l.site_id, _l.item, _l.halted, _size, decode(_root, 'hex'));
    update log set halted = null
    where (site_id, item) = (_l.site_id, _l.item);
    return jsonb_build_object('resumed', jsonb_build_object(
        'origin', _l.origin, 'size', _l.size, 'halted', _l.halted));
end $$;
