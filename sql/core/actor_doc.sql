-- core.actor_doc(site, actor) - a local actor as peers fetch it
--
-- One RSA and one Ed25519 key a site, published under each actor's own key
-- ids: whoever holds one of our actors holds them all.  That of a petition
-- which was taken back stays, without its title.
--
-- Raises   PL503 busy: the notary has not had the keys made yet
create function core.actor_doc(_site int, _actor int) returns jsonb
language plpgsql stable as $$
declare
    _origin text := core.origin(_site);
    _url text := core.actor_url(_site, _actor);
    _s site;
    _title text;
    _opened timestamptz;
begin
    select * into _s from site where id = _site;
    if _s.rsa is null or _s.ed25519 is null then
        perform core.refuse(503, 'busy');
    end if;
    if _actor > 0 then
        select case when p.withdrawn_at is null then v.title
                else 'Pétition retirée' end, p.opened_at
        into _title, _opened
        from petition p
        join item i on (i.site_id, i.id) = (p.site_id, p.item)
        join version v on (v.site_id, v.item, v.n)
            = (i.site_id, i.id, i.version)
        where (p.site_id, p.item) = (_site, _actor);
    end if;
    return jsonb_build_object(
        '@context', core.actor_context(),
        'id', _url,
        'type', case _actor when 0 then 'Application' when -1 then 'Group'
            else 'Service' end,
        'preferredUsername', core.actor_name(_actor),
        'webfinger', core.actor_name(_actor) || '@'
            || core.authority(_site),
        'name', coalesce(_title, _s.name),
        'summary', '<p>' || core.html_escape(case
            when _actor = 0 then 'Toute l''activité du site de pétitions de '
                || _s.name || '.'
            when _actor = -1 then 'Les pétitions de ' || _s.name || '.'
            else 'Une pétition à ' || _s.name || '.' end) || '</p>',
        'url', _origin || case when _actor > 0
            then '/petitions/' || _actor else '/' end,
        'inbox', _url || '/inbox',
        'outbox', _url || '/outbox',
        'followers', _url || '/followers',
        'following', _url || '/following',
        'featured', _url || '/featured',
        'endpoints', jsonb_build_object('sharedInbox', _origin || '/inbox'),
        'published', core.stamp(coalesce(_opened, _s.created_at)),
        'manuallyApprovesFollowers', case _actor when 0
            then _s.aggregation else _s.social end <> 'open',
        'discoverable', true,
        'indexable', true,
        'publicKey', jsonb_build_object(
            'id', _url || '#main-key', 'owner', _url,
            'publicKeyPem', _s.rsa),
        'assertionMethod', jsonb_build_array(jsonb_build_object(
            'id', _url || '#ed25519-key', 'type', 'Multikey',
            'controller', _url, 'publicKeyMultibase', _s.ed25519)),
        'generator', jsonb_build_object('type', 'Application',
            'name', 'Placet', 'implements', core.implements()))
        || case when _actor = -1 then jsonb_build_object(
            'attributedTo', _url || '/moderators',
            'postingRestrictedToMods', false) else '{}' end
        || case when _actor = -1 and _s.aliases <> '{}' then
            jsonb_build_object('alsoKnownAs', _s.aliases) else '{}' end
        || case when _actor = -1 and _s.moved_at is not null then
            jsonb_build_object('movedTo', _s.move_to) else '{}' end
        || case when _actor = 0 then jsonb_build_object(
            'insee', _s.insee) else '{}' end;
end $$;
