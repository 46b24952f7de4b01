-- core.name_typed(name) - a name as we keep it: one space between words, NFC
--
-- The same name is the same bytes, whatever keyboard typed it.  Null if it
-- holds what is no text: controls, line separators, marks that turn the
-- direction of what surrounds them.
create function core.name_typed(_name text) returns text
language sql immutable as $$
    select case
        when _name ~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]'
            then null
        else btrim(regexp_replace(
            normalize(coalesce(_name, ''), NFC),
            '[\s\u00a0\u2000-\u200b\u202f\u3000\ufeff]+', ' ', 'g')) end
$$;
