-- core.cursor_recent(site, cursor) - where who was dead goes on
--
-- With the acts of the last fortnight that it lacks.
create function core.cursor_recent(_site int, _cursor bigint) returns bigint
language sql stable as $$
    select greatest(_cursor, (select max(n) from act
        where site_id = _site and at < now() - interval '14 days'))
$$;
