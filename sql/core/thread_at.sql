-- core.thread_at(site, doc) - the petition whose thread an activity is about
--
-- What replies to it, or to a comment that is known; what changes or deletes
-- such a comment; what likes, shares or takes that back.  Null: nothing of
-- ours.
create function core.thread_at(_site int, _doc jsonb) returns int
language plpgsql stable as $$
declare
    _object jsonb := _doc->'object';
begin
    return case
        when _doc->>'type' in ('Update', 'Delete') then (
            select petition from comment
            where (site_id, object) = (_site, core.id_of(_object))
                and state <> 'deleted')
        when _doc->>'type' = 'Create' then
            core.petition_at(_site, core.id_of(_object->'inReplyTo'))
        when _doc->>'type' = 'Undo' then
            core.petition_at(_site, core.id_of(_object->'object'))
        else core.petition_at(_site, core.id_of(_object)) end;
end $$;
