-- admin.log_leaves(host, petition, from, n) - leaves as they were written
--
-- Answers  {"from", "leaves": [hex]}, at most 4,096
-- Raises   PL404 site.unknown, petition.unknown
create function admin.log_leaves(
    _host text, _id text, _from bigint, _n int)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
    _petition int := core.petition_number(_id);
begin
    if not exists (
        select from log where (site_id, item) = (_site, _petition)) then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return jsonb_build_object('from', _from, 'leaves', (
        select coalesce(jsonb_agg(encode(entry, 'hex') order by idx), '[]')
        from leaf
        where site_id = _site and item = _petition
            and idx >= _from and idx < _from + least(_n, 4096)));
end $$;
