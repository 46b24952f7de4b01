-- core.relay_doc(doc, actor) - the activity that brought a comment, to keep
--
-- Until the comment is shown: then it is passed on as it came.  Null for what
-- is no activity of its author's (some are found in another way), or more
-- than may be in an act.
create function core.relay_doc(_doc text, _actor text) returns text
language sql immutable as $$
    select case when octet_length(_doc) <= 32768
            and d->>'type' in ('Create', 'Update')
            and core.id_of(d->'actor') = _actor
            and core.relay_fits(d, 32768)
        then _doc end
    from (select _doc::jsonb as d) d
$$;
