-- core.claim_errors(form, name, commune, places) - what is wrong with a form
--
-- The web layer has said most of this before; here it is true.  `name` is
-- core.name_typed, `places` core.communes_at.
--
-- Answers  [{"field", "code"}] in the order of the form
create function core.claim_errors(
    _form jsonb, _name text, _commune text, _places jsonb)
returns jsonb
language sql immutable as $$
    select coalesce(jsonb_agg(jsonb_build_object(
        'field', field, 'code', code) order by nth), '[]')
    from (values
        (1, 'name', case
            when _name is null then 'name.invalid'
            when _name = '' then 'name.empty'
            when length(_name) > 100 then 'name.long' end),
        (2, 'postcode', case
            when coalesce(btrim(_form->>'postcode'), '')
                !~ '^[0-9]{5}$' then 'postcode.invalid'
            when _places = '[]' then 'postcode.unknown' end),
        (3, 'commune', case
            when _places = '[]' then null
            when _commune is null then 'commune.choose'
            when not _places @> jsonb_build_array(
                jsonb_build_object('insee', _commune))
                then 'commune.invalid' end),
        (4, 'consent', case
            when not core.ticked(_form->>'consent')
                then 'consent.missing' end)
        ) as checks (nth, field, code)
    where code is not null
$$;
