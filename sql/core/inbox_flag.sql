-- core.inbox_flag(site, actor, doc) - Flag: something for the moderators
--
-- Twenty objects at most; what is longer than a URL is none.  Who has twenty
-- reports that nobody has closed yet is not heard again before: a flood shall
-- not hide what others report.
create function core.inbox_flag(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _objects text[];
begin
    select array_agg(core.id_of(o)) into _objects
    from (select o from jsonb_array_elements(
        case jsonb_typeof(_doc->'object') when 'array' then _doc->'object'
            else jsonb_build_array(_doc->'object') end) o limit 20) o
    where octet_length(core.id_of(o)) <= 2048;
    if exists (select from unnest(_objects) o
        where starts_with(o, core.origin(_site) || '/')
            or core.petition_at(_site, o) is not null)
        and (select count(*) from (select from flag
            where (site_id, remote, state) = (_site, _actor, 'open')
            limit 20) f) < 20 then
        insert into flag (site_id, remote, activity, objects, text)
        values (_site, _actor, _doc->>'id', _objects,
            left(coalesce(_doc->>'content', ''), 5000))
        on conflict do nothing;
    end if;
end $$;
