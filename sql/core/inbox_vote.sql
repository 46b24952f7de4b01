-- core.inbox_vote(site, actor, doc) - Like, Dislike, and Undo of them, passed
-- on
--
-- Of a petition, its news, or a comment that is shown; by people on servers
-- with groups, who count such votes.  Nobody can fill the list of acts with
-- them: within an hour each says one thing once of one object, thirty in all,
-- and a server six hundred.
create function core.inbox_vote(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _host text := core.url_host(_actor);
    _vote jsonb := case _doc->>'type' when 'Undo' then _doc->'object'
        else _doc end;
    _object text := core.id_of(_vote->'object');
    _petition int;
begin
    if coalesce(_vote->>'type', '') not in ('Like', 'Dislike')
        or core.id_of(_vote->'actor') is distinct from _actor
        or octet_length(_actor || _object) > 2048 -- in one index
        or not exists (select from peer
            where (site_id, host) = (_site, _host) and groups)
        or not core.relay_fits(_doc, 4096)
        or cardinality(core.group_sites(array[_site])) = 0 then
        return;
    end if;
    _petition := core.petition_at(_site, _object);
    if not exists (select from petition
            where (site_id, item) = (_site, _petition)
                and published_at is not null and withdrawn_at is null)
        or exists (select from comment
            where (site_id, object) = (_site, _object)
                and (not relayed or hidden_at is not null))
        or (select count(*) from (select from relay
            where (site_id, remote) = (_site, _actor) limit 30) r) >= 30
        or (select count(*) from (select from relay
            where (site_id, host) = (_site, _host) limit 600) r) >= 600 then
        return;
    end if;
    insert into relay (site_id, petition, object, host, remote, kind, doc)
    values (_site, _petition, _object, _host, _actor, _doc->>'type', _doc)
    on conflict do nothing;
end $$;
