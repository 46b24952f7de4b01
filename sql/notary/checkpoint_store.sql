-- notary.checkpoint_store(site, item, size, frontier, note) - serve these
--
-- Signed notes of several logs, with the frontier of the size they sign.  A
-- checkpoint never gives way to a smaller one, nor to one that is larger
-- than its log; such an element is passed over.
--
-- Answers  {"stored": n}
create function notary.checkpoint_store(_site int[], _item int[],
    _size bigint[], _frontier bytea[], _note text[])
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with stored as (
        update log l set signed_size = t.size, signed_frontier = t.frontier,
            checkpoint = t.note, signed_at = now()
        from unnest(_site, _item, _size, _frontier, _note)
            as t (site_id, item, size, frontier, note)
        where l.site_id = t.site_id and l.item = t.item
            and l.signed_size < t.size and t.size <= l.size
        returning 1
    )
    select jsonb_build_object('stored', count(*)) from stored;
$$;
