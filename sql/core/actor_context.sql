-- core.actor_context() - the JSON-LD context of our actors
--
-- As core.as_context(), with the terms of keys (FEP-521a), of the handle
-- (FEP-2c59) and of what we implement (FEP-844e).
create function core.actor_context() returns jsonb
language sql immutable as $$
    select '["https://www.w3.org/ns/activitystreams",
        "https://w3id.org/security/v1",
        {"sec": "https://w3id.org/security#",
        "Multikey": "sec:Multikey",
        "assertionMethod": {"@id": "sec:assertionMethod", "@type": "@id",
            "@container": "@set"},
        "controller": {"@id": "sec:controller", "@type": "@id"},
        "publicKeyMultibase": {"@id": "sec:publicKeyMultibase",
            "@type": "sec:multibase"},
        "toot": "http://joinmastodon.org/ns#",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "featured": {"@id": "toot:featured", "@type": "@id"},
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "alsoKnownAs": {"@id": "as:alsoKnownAs", "@type": "@id"},
        "movedTo": {"@id": "as:movedTo", "@type": "@id"},
        "lemmy": "https://join-lemmy.org/ns#",
        "postingRestrictedToMods": "lemmy:postingRestrictedToMods",
        "webfinger": {"@id": "https://purl.archive.org/socialweb/webfinger#webfinger"},
        "implements": {"@id": "https://w3id.org/fep/844e#implements",
            "@type": "@id", "@container": "@set"},
        "placet": "https://placet.example/ns#",
        "insee": "placet:insee"}]'::jsonb
$$;
