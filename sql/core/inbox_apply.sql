-- core.inbox_apply(site, actor, doc, text) - the effect of an activity
--
-- `actor` is whose key signed, and is the activity's: the caller has checked
-- it.  `text` is the content of its object without HTML, or null.  Nothing
-- happens twice: the id is noted in the same transaction, as its actor's, so
-- that nobody uses up another's.
--
-- Answers  {"status": 202} or {"status": 403, "code": "peer.blocked"}
create function core.inbox_apply(
    _site int, _actor text, _doc jsonb, _text text)
returns jsonb
language plpgsql as $$
declare
    _level text := core.host_level(_site, core.url_host(_actor));
    _done constant jsonb := '{"status": 202}';
begin
    if _level = 'suspend' then
        return '{"status": 403, "code": "peer.blocked"}';
    end if;
    -- A web process may know the key a while longer than we do.
    if exists (select from remote
        where id = _actor and gone_at is not null) then
        return _done;
    end if;
    insert into seen (site_id, id)
    values (_site,
        sha256(convert_to(_actor || ' ' || (_doc->>'id'), 'UTF8')))
    on conflict do nothing;
    if not found then
        return _done;
    end if;
    -- Who speaks is alive; who was dead gets the last fortnight.
    update peer set fails = 0, failing_from = null, opened_at = null,
        dead_at = null, due_at = now(),
        cursor = case when dead_at is null then cursor
            else greatest(cursor, (
                select max(n) from act where site_id = _site
                and at < now() - interval '14 days')) end
    where (site_id, host) = (_site, core.url_host(_actor)) and fails > 0;

    if _doc->>'type' = 'Follow' then
        perform core.inbox_follow(_site, _actor, _doc, _level);
    elsif _doc->>'type' = 'Undo' then
        perform core.inbox_undo(_site, _actor, _doc);
    elsif _doc->>'type' = 'Delete' then
        perform core.inbox_delete(_site, _actor, _doc);
    elsif _doc->>'type' = 'Block' then
        perform core.inbox_block(_site, _actor, _doc);
    elsif _doc->>'type' = 'Move' then
        perform core.inbox_move(_site, _actor, _doc);
    elsif _doc->>'type' = 'Update' then
        perform core.inbox_update(_site, _actor, _doc, _text);
    elsif _doc->>'type' = 'Flag' then
        perform core.inbox_flag(_site, _actor, _doc);
    elsif _level = 'off' then
        return _done;
    elsif _doc->>'type' = 'Create' then
        perform core.inbox_create(_site, _actor, _doc, _text);
    elsif _doc->>'type' in ('Like', 'EmojiReact') then
        perform core.inbox_support(_site, _actor, _doc, 'like');
    elsif _doc->>'type' = 'Dislike' then
        perform core.inbox_support(_site, _actor, _doc, 'dislike');
    elsif _doc->>'type' = 'Announce' then
        perform core.inbox_support(_site, _actor, _doc, 'share');
    end if;
    return _done;
end $$;
