-- core.quote_policy() - everybody may quote what we say (FEP-044f)
create function core.quote_policy() returns jsonb
language sql immutable as $$
    select jsonb_build_object('canQuote', jsonb_build_object(
        'automaticApproval', jsonb_build_array(core.public())))
$$;
