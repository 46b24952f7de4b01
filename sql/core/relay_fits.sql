-- core.relay_fits(doc, most) - may these words of others be in an act?
--
-- An act that cannot be signed would hold up all that follow, so the limits
-- are well within those of whoever reads it: of size, of depth, of values,
-- and of numbers that every reader writes the same.
create function core.relay_fits(_doc jsonb, _most int) returns boolean
language sql immutable as $$
    select coalesce(octet_length(_doc::text) <= _most
        and not jsonb_path_exists(_doc, 'strict $.**{10}')
        and not jsonb_path_exists(_doc, 'strict $.** ?
            (@.type() == "number" && (@ > 9007199254740991
                || @ < -9007199254740991))')
        and (select count(*) from jsonb_path_query(_doc, 'strict $.**'))
            <= 1000, false)
$$;
