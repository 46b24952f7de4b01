-- admin.site_add(host, insee, data) - a commune's site begins
--
-- `data` may give "name" (default: that of the commune), "publisher",
-- "contact", "hosting".
--
-- Answers  {"site": {"id", "uuid", "host", "name", "insee"}}
-- Raises   PL409 host.taken
--          PL422 host.invalid, commune.invalid
create function admin.site_add(_host text, _insee text, _data jsonb)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _commune text;
    _s site;
begin
    if not core.host_valid(_host) then
        perform core.refuse(422, 'host.invalid');
    end if;
    select name into _commune from commune where insee = _insee;
    if not found then
        perform core.refuse(422, 'commune.invalid');
    end if;
    insert into site (host, insee, name, publisher, contact, hosting)
    values (lower(_host), _insee,
        coalesce(nullif(_data->>'name', ''), _commune),
        coalesce(_data->>'publisher', ''),
        coalesce(_data->>'contact', ''),
        coalesce(_data->>'hosting', ''))
    on conflict do nothing
    returning * into _s;
    if not found then
        perform core.refuse(409, 'host.taken');
    end if;
    notify site;
    return jsonb_build_object('site', jsonb_build_object(
        'id', _s.id, 'uuid', replace(_s.uuid::text, '-', ''),
        'host', _s.host, 'name', _s.name, 'insee', _s.insee));
end $$;
