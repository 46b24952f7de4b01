-- core.inbox_delete(site, actor, doc) - Delete by the very same owner
--
-- What was deleted before it came is remembered, so that it does not come.
create function core.inbox_delete(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _id text := core.id_of(_doc->'object');
begin
    if _id = _actor then
        perform core.remote_forget(_actor);
        return;
    end if;
    if core.url_host(_id) is distinct from core.url_host(_actor) then
        return;
    end if;
    insert into grave (site_id, object, remote)
    values (_site, sha256(convert_to(_id, 'UTF8')), _actor)
    on conflict do nothing;
    perform core.comments_told(array(
        select site_id || ':' || petition from comment
        where (site_id, object, remote, state)
            = (_site, _id, _actor, 'shown')));
    update comment set state = 'deleted', text = ''
    where (site_id, object, remote) = (_site, _id, _actor);
    delete from quote
    where (site_id, instrument, remote) = (_site, _id, _actor);
    delete from support
    where (site_id, activity, remote) = (_site, _id, _actor);
end $$;
