-- core.move_doc(site) - where our commune is now, or is asked to go
--
-- Answers  {"to": actor, "url": its page for people, "state": "asked", "moved"
--          or "refused", "why": code or null, "at"}, null when there is
--          nothing to say
create function core.move_doc(_site int) returns jsonb
language sql stable as $$
    select jsonb_build_object('to', move_to, 'url', move_url,
        'state', case when moved_at is not null then 'moved'
            when move_error is not null then 'refused'
            else 'asked' end,
        'why', move_error,
        'at', core.stamp(coalesce(moved_at, move_asked_at)))
    from site where id = _site and move_to is not null
$$;
