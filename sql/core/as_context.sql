-- core.as_context() - the JSON-LD context of all that we say
--
-- Only contexts that every peer carries with it are named; our terms stand
-- inline, so that nobody has to fetch anything to read us.
create function core.as_context() returns jsonb
language sql immutable as $$
    select '["https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/data-integrity/v1",
        {"placet": "https://placet.example/ns#",
        "petition": "placet:petition", "Petition": "placet:Petition",
        "title": "placet:title", "petitionState": "placet:petitionState",
        "signatureCount": "placet:signatureCount",
        "countedAt": "placet:countedAt", "threshold": "placet:threshold",
        "opensAt": "placet:opensAt", "closesAt": "placet:closesAt",
        "territory": "placet:territory",
        "signatures": {"@id": "placet:signatures", "@type": "@id"},
        "Hashtag": "as:Hashtag", "sensitive": "as:sensitive",
        "gts": "https://gotosocial.org/ns#",
        "interactionPolicy": {"@id": "gts:interactionPolicy",
            "@type": "@id"},
        "canLike": {"@id": "gts:canLike", "@type": "@id"},
        "canReply": {"@id": "gts:canReply", "@type": "@id"},
        "canAnnounce": {"@id": "gts:canAnnounce", "@type": "@id"},
        "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval",
            "@type": "@id"}}]'::jsonb
$$;
