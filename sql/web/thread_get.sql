-- web.thread_get(site, segment) - GET /petitions/{}/thread (FEP-7888)
--
-- The petition, its news and the replies that are shown, as URLs: what a
-- server needs to catch up with a conversation.
--
-- Raises   PL404 petition.unknown, PL410 petition.withdrawn
create function web.thread_get(_site int, _petition text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.petition_known(_site, _petition);
    _url text := core.note_url(_site, _number);
    _items jsonb;
begin
    select jsonb_agg(object order by at, object) into _items
    from (
        select _url as object, opened_at as at from petition
        where (site_id, item) = (_site, _number)
        union all
        select _url || '/news/' || n, at from news
        where (site_id, petition) = (_site, _number) and kind <> 'erratum'
        union all
        (select object, published_at from comment
        where (site_id, petition, state) = (_site, _number, 'shown')
        order by id desc limit 1000)) t;
    return core.collection_doc(_url || '/thread', 'OrderedCollection',
        jsonb_array_length(_items), null)
        || jsonb_build_object('attributedTo', core.actor_url(_site, _number),
            'orderedItems', _items);
end $$;
