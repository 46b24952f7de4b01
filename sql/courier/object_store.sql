-- courier.object_store(site, errand, actor, object, ...) - as just fetched
--
-- The parts of a public post by that actor, from where it lives, as
-- activity_read() of base/activity.h takes them from what creates one.  In a
-- thread of ours it is a comment, as if it had been delivered; one that is
-- known is brought up to date.  What replies to something unknown waits for
-- that, which is fetched, as far up as the errand may go: 1,024 may wait, 256
-- of one server.
--
-- Answers  {"state": "stored", "waits", "known" or "ignored"}; "later", when
--          too many of theirs wait for a moderator; or "actor": fetch that
--          first, then call again
create function courier.object_store(
    _site int, _errand bigint, _actor text, _object text, _reply_to text,
    _url text, _lang text, _published bigint, _text text, _updated text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doc jsonb := jsonb_build_object('actor', _actor, 'object',
        jsonb_build_object('id', _object, 'attributedTo', _actor,
            'inReplyTo', _reply_to, 'updated', _updated));
    _petition int := core.petition_at(_site, _reply_to);
    _e errand;
    _c comment;
begin
    select * into _e from errand where (site_id, id) = (_site, _errand);
    select * into _c from comment where (site_id, object) = (_site, _object);
    if core.forward_level(_site, null, _doc) <> 'open' or exists (
        select from remote where id = _actor and gone_at is not null) then
        return '{"state": "ignored"}';
    elsif _c.id is not null then
        if _c.remote = _actor and (_c.text <> left(_text, 10000)
            or core.time_at(_updated) > _c.updated_at) then
            perform core.inbox_update(_site, _actor, _doc, _text);
            -- No activity brought this that could be passed on.
            update comment set doc = null where (site_id, id)
                = (_site, _c.id) and doc is not null;
        end if;
        perform core.orphan_adopt(_site, _object);
        return '{"state": "known"}';
    elsif _petition is null and (coalesce(_e.depth, 0) = 0
        or core.url_host(_reply_to) is null
        or starts_with(_reply_to, core.origin(_site) || '/')) then
        return '{"state": "ignored"}';
    elsif exists (select from flood where site_id = _site
        and who in (_actor, core.url_host(_object))) then
        return '{"state": "later"}';
    elsif not exists (select from remote where id = _actor) then
        return '{"state": "actor"}';
    end if;
    insert into orphan (site_id, object, remote, host, reply_to, url, lang,
        published, text)
    select _site, _object, _actor, core.url_host(_object), _reply_to, _url,
        _lang, _published, left(_text, 10000)
    where _petition is not null or (
        (select count(*) from (select from orphan
            where site_id = _site limit 1024) o) < 1024
        and (select count(*) from orphan
            where site_id = _site and host = core.url_host(_object)) < 256)
    on conflict do nothing;
    if _petition is not null then
        perform core.orphan_adopt(_site, _reply_to);
        return jsonb_build_object('state', case when exists (
            select from comment where (site_id, object) = (_site, _object))
            then 'stored' else 'ignored' end);
    end if;
    -- What that waits for in turn, if it was fetched already, and so on.
    perform core.errand_new(
        _site, 'object', url, _e.petition, _e.depth - 1)
    from (
        with recursive up (url) as (
            select _reply_to collate "C"
            union
            select reply_to from orphan join up
                on (site_id, object) = (_site, up.url)
        )
        select url from up
        where not exists (
            select from orphan where (site_id, object) = (_site, up.url))) u;
    return '{"state": "waits"}';
end $$;
