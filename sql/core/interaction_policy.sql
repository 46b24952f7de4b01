-- core.interaction_policy() - what others may do with what we say
--
-- Everybody may like, reply to, share and quote it (GoToSocial's terms, and
-- FEP-044f for quotes): a server that reads this asks nobody first.
create function core.interaction_policy() returns jsonb
language sql immutable as $$
    select jsonb_object_agg(what, jsonb_build_object(
        'automaticApproval', jsonb_build_array(core.public())))
    from unnest('{canLike,canReply,canAnnounce,canQuote}'::text[]) what
$$;
