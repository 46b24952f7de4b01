-- core.act_concerns(...) - does an act go to a follower of that actor?
--
-- Of the one who speaks, of the site (all that is public), and of the commune,
-- who announced the petition: of changes to it, and of its end.  Of the site's
-- own key all hear.  Counts are for servers of our kind and for followers of
-- the site; what is passed on for followers of the commune on servers that
-- read groups.  Where nothing is to go any more (`open` is false) only what
-- takes something back still does, and what is needed to verify that.
create function core.act_concerns(_follows int, _kind text, _actor int,
    _reach text, _placet boolean, _groups boolean, _open boolean)
returns boolean
language sql immutable as $$
    select (_open or _kind in ('delete', 'actor', 'move'))
        and case _reach
            when 'group' then _groups and _follows = -1
            when 'placet' then _placet or _follows = 0
            else true end
        and (_follows in (_actor, 0)
            or (_kind, _actor) = ('actor', 0)
            or (_follows = -1 and _kind in ('update', 'count', 'delete')))
$$;
