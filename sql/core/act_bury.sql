-- core.act_bury(site, numbers) - acts that are over leave a Tombstone each
--
-- Lists keep their places and numbers, and nobody reads or is sent what was
-- said.  For the record its words stay in `draft`; not those of a count, which
-- says nothing that the next one does not.
--
-- Answers  how many there were
create function core.act_bury(_site int, _n bigint[]) returns int
language sql as $$
    with buried as (
        update act
        set gone = true,
            draft = case kind when 'count' then draft - 'object'
                else draft end,
            doc = jsonb_build_object(
                '@context', 'https://www.w3.org/ns/activitystreams',
                'id', draft->>'id', 'type', 'Tombstone',
                'formerType', draft->>'type',
                'deleted', core.stamp(now()))::text
        where site_id = _site and n = any (_n) and not gone
        returning 1
    )
    select count(*)::int from buried
$$;
