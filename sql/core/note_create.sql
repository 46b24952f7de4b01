-- core.note_create(site, petition, kind, note) - send a note out
--
-- The petition's actor creates it for its own followers, the commune
-- announces it to hers.
create function core.note_create(
    _site int, _petition int, _kind text, _note jsonb)
returns void
language plpgsql as $$
begin
    perform core.act_new(_site, _kind, _petition, _petition, _note->>'id',
        'all', jsonb_build_object('type', 'Create',
            'to', _note->'to', 'cc', _note->'cc',
            'published', _note->'published',
            'object', _note - '@context'));
    perform core.act_new(_site, 'announce', -1, _petition, _note->>'id',
        'all', jsonb_build_object('type', 'Announce',
            'to', jsonb_build_array(core.public()),
            'cc', jsonb_build_array(
                core.actor_url(_site, -1) || '/followers',
                _note->'attributedTo'),
            'published', _note->'published',
            'object', _note->'id'));
end $$;
