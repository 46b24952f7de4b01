-- core.inbox_delete(site, actor, doc) - Delete by the very same owner
--
-- What was deleted before it came is remembered, so that it does not come: a
-- thousand of an actor.
-- Servers with groups that had it from us hear of it from us: what its author
-- says, or our own Delete where nobody said so (courier.object_gone).
create function core.inbox_delete(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _id text := core.id_of(_doc->'object');
    _c comment;
begin
    if _id = _actor then
        perform core.remote_forget(_actor);
        return;
    end if;
    if core.url_host(_id) is distinct from core.url_host(_actor) then
        return;
    end if;
    insert into grave (site_id, object, remote)
    select _site, sha256(convert_to(_id, 'UTF8')), _actor
    where (select count(*) from (select from grave
        where (site_id, remote) = (_site, _actor) limit 1000) g) < 1000
    on conflict do nothing;
    select * into _c from comment
    where (site_id, object, remote) = (_site, _id, _actor)
    for no key update;
    if _c.state = 'shown' then
        perform core.comments_told(array[_site || ':' || _c.petition]);
    end if;
    if _c.relayed and _doc->>'type' = 'Delete'
        and core.relay_fits(_doc, 4096) then
        perform core.relay_new(_site, _c.petition, _id, _doc);
    elsif _c.relayed and _c.hidden_at is null then
        perform core.comment_moderate(_site, _c.id, false);
    end if;
    update comment
    set state = 'deleted', text = '', doc = null, relayed = false
    where (site_id, id) = (_site, _c.id);
    delete from quote
    where (site_id, instrument, remote) = (_site, _id, _actor);
    delete from support
    where (site_id, activity, remote) = (_site, _id, _actor);
end $$;
