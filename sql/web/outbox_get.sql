-- web.outbox_get(site, actor) - the acts of an actor; of the site: all
--
-- Answers  core.collection_doc
-- Raises   PL404 petition.unknown
create function web.outbox_get(_site int, _actor text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.actor_number(_site, _actor);
    _url text := core.actor_url(_site, _number) || '/outbox';
begin
    return core.collection_doc(_url, 'OrderedCollection', (
        select count(*) from act a join site s on s.id = a.site_id
        where a.site_id = _site and a.n <= s.acts_signed
            and ((_number = 0 and a.reach <> 'group')
                or (a.actor = _number and a.reach = 'all'))),
        _url || '/page/1');
end $$;
