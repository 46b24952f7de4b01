-- core.inbox_quote(site, actor, doc, level) - QuoteRequest: Accept, or Reject
--
-- Whoever may speak here may quote a petition and its news (FEP-044f).  Each
-- who asks gets a stamp of their own, so that nobody can ask in the place of
-- a post's author; asking again is accepted again, with the same stamp.
create function core.inbox_quote(
    _site int, _actor text, _doc jsonb, _level text)
returns void
language plpgsql as $$
declare
    _note text := core.id_of(_doc->'object');
    _post text := core.id_of(_doc->'instrument');
    _petition int := core.news_at(_site, _note);
    _inbox text := (select inbox from remote where id = _actor);
    _id bytea := sha256(convert_to(
        _actor || ' ' || _post || ' ' || _note, 'UTF8'));
    _ours text;
    _taken boolean;
begin
    if _petition is null or core.url_host(_inbox) is null
        or core.host_level(_site, core.url_host(_inbox)) = 'suspend' then
        return;
    end if;
    _ours := core.actor_url(_site, _petition);
    _taken := _level <> 'off'
        and core.url_host(_post) is not distinct from core.url_host(_actor)
        and octet_length(_post) <= 2048
        and coalesce(core.id_of(_doc->'instrument'->'attributedTo'), _actor)
            = _actor
        and not exists (select from petition
            where (site_id, item) = (_site, _petition)
                and withdrawn_at is not null)
        and not exists (select from grave
            where (site_id, object, remote)
                = (_site, sha256(convert_to(_post, 'UTF8')), _actor));
    if _taken then
        insert into quote (site_id, id, petition, object, instrument, remote)
        values (_site, _id, _petition, _note, _post, _actor)
        on conflict do nothing;
    end if;
    perform core.letter_new(_site, _petition, _inbox,
        jsonb_build_object(
        '@context', '["https://www.w3.org/ns/activitystreams",
            {"QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest"}]'
            ::jsonb,
        'id', _ours || case when _taken then '#accept/' else '#reject/' end
            || encode(sha256(convert_to(_doc->>'id', 'UTF8')), 'hex'),
        'type', case when _taken then 'Accept' else 'Reject' end,
        'actor', _ours,
        'to', jsonb_build_array(_actor),
        'object', jsonb_build_object('id', _doc->>'id',
            'type', 'QuoteRequest', 'actor', _actor, 'object', _note,
            'instrument', _post))
        || case when _taken then jsonb_build_object('result',
            core.note_url(_site, _petition) || '/quotes/'
            || encode(_id, 'hex')) else '{}' end);
end $$;
