-- web.petition_count(site, petition) - the number alone, asked often
--
-- Answers  {"id", "count", "open", "next"}
-- Raises   PL404 petition.unknown
create function web.petition_count(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _doc jsonb;
begin
    select jsonb_build_object(
        'id', l.item, 'count', n.count, 'open', p.closes_at > now(),
        'next', core.rung_next(l.site_id, l.item, n.count))
    into _doc
    from petition p
    join log l on (l.site_id, l.item) = (p.site_id, p.item)
    cross join lateral (
        select l.signs - l.withdrawn - l.invalidated as count) n
    where (p.site_id, p.item) = (_site, core.petition_number(_petition));
    if not found then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return _doc;
end $$;
