-- core.implements() - what we implement, for those who ask (FEP-844e)
create function core.implements() returns jsonb
language sql immutable as $$
    select '[{"href": "https://placet.example/spec/1", "name": "Placet 1"},
        {"href": "https://datatracker.ietf.org/doc/html/rfc9421",
        "name": "RFC-9421: HTTP Message Signatures"}]'::jsonb
$$;
