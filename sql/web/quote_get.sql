-- web.quote_get(site, segment, id) - GET /petitions/{}/quotes/{}
--
-- The stamp of a post that quotes a petition or its news: who shows the post
-- sees here that it may (FEP-044f).  Its name is a hash of what it is about,
-- so that nobody can list who quoted a petition.
--
-- Raises   PL404 quote.unknown
create function web.quote_get(_site int, _petition text, _id text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _q quote;
begin
    if _id ~ '^[0-9a-f]{64}$' then
        select q.* into _q from quote q
        join petition p on (p.site_id, p.item) = (q.site_id, q.petition)
        where (q.site_id, q.id) = (_site, decode(_id, 'hex'))
            and q.petition = core.petition_number(_petition)
            and p.withdrawn_at is null;
    end if;
    if _q.id is null then
        perform core.refuse(404, 'quote.unknown');
    end if;
    return jsonb_build_object(
        '@context', '["https://www.w3.org/ns/activitystreams", {
            "QuoteAuthorization":
                "https://w3id.org/fep/044f#QuoteAuthorization",
            "gts": "https://gotosocial.org/ns#",
            "interactingObject": {"@id": "gts:interactingObject",
                "@type": "@id"},
            "interactionTarget": {"@id": "gts:interactionTarget",
                "@type": "@id"}}]'::jsonb,
        'id', core.note_url(_site, _q.petition) || '/quotes/' || _id,
        'type', 'QuoteAuthorization',
        'attributedTo', core.actor_url(_site, _q.petition),
        'interactingObject', _q.instrument,
        'interactionTarget', _q.object);
end $$;
