-- core.undo_of(act) - the Undo of an act of ours, by who did it
create function core.undo_of(_act jsonb) returns jsonb
language sql immutable as $$
    select _act - '{object,summary}'::text[] || jsonb_build_object(
        'id', (_act->>'id') || '/undo', 'type', 'Undo', 'object', _act)
$$;
