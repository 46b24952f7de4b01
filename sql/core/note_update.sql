-- core.note_update(site, petition, kind, reach) - the note has changed
--
-- `kind` "update" for what people should see, "count" for a number that
-- moved: servers take an Update without a later "updated" for the latter.
create function core.note_update(
    _site int, _petition int, _kind text, _reach text)
returns void
language plpgsql as $$
declare
    _note jsonb := core.note_doc(_site, _petition);
begin
    perform core.act_new(_site, _kind, _petition, _petition, _note->>'id',
        _reach, jsonb_build_object('type', 'Update',
            'to', _note->'to', 'cc', _note->'cc',
            'object', _note - '@context'));
end $$;
