-- core.tombstone_doc(site, petition) - what is left of one taken back
create function core.tombstone_doc(_site int, _petition int) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        '@context', core.as_context(),
        'id', core.note_url(_site, _petition),
        'type', 'Tombstone',
        'formerType', 'Note',
        'deleted', core.stamp(withdrawn_at))
    from petition where (site_id, item) = (_site, _petition)
$$;
