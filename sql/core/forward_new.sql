-- core.forward_new(site, by, doc) - what one says that another said
--
-- It is not believed: its object is fetched where it lives, if it belongs to
-- a thread of ours.
create function core.forward_new(_site int, _by text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _petition int := core.thread_at(_site, _doc);
    _kind text := case _doc->>'type'
        when 'Create' then 'object' when 'Update' then 'object'
        when 'Delete' then 'gone' end;
begin
    if _petition is not null and _kind is not null
        and core.forward_level(_site, _by, _doc) = 'open' then
        perform core.errand_new(
            _site, _kind, core.id_of(_doc->'object'), _petition);
    end if;
end $$;
