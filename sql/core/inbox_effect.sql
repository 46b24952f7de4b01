-- core.inbox_effect(site, actor, doc, text, level) - what an activity does
--
-- `level` is what may come from its server: core.host_level.  What takes
-- something back is heard even by a site that wants nothing else.  What is
-- created comes in parts, and not here: core.inbox_create.
create function core.inbox_effect(
    _site int, _actor text, _doc jsonb, _text text, _level text)
returns void
language plpgsql as $$
begin
    if _doc->>'type' = 'Follow' then
        perform core.inbox_follow(_site, _actor, _doc, _level);
    elsif _doc->>'type' = 'Undo' then
        perform core.inbox_undo(_site, _actor, _doc);
        if _level in ('open', 'reject_media') then
            perform core.inbox_vote(_site, _actor, _doc);
        end if;
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
    elsif _doc->>'type' = 'QuoteRequest' then
        perform core.inbox_quote(_site, _actor, _doc, _level);
    elsif _level = 'off' then
        return;
    elsif _doc->>'type' in ('Like', 'EmojiReact') then
        perform core.inbox_support(_site, _actor, _doc, 'like');
    elsif _doc->>'type' = 'Dislike' then
        perform core.inbox_support(_site, _actor, _doc, 'dislike');
    elsif _doc->>'type' = 'Announce' then
        perform core.inbox_support(_site, _actor, _doc, 'share');
        -- A group passes on what its members said: fetch that.
        if jsonb_typeof(_doc->'object'->'object') is not null then
            perform core.forward_new(_site, _actor, _doc->'object');
        end if;
    end if;
    if _doc->>'type' in ('Like', 'Dislike') and _level <> 'limit' then
        perform core.inbox_vote(_site, _actor, _doc);
    end if;
end $$;
