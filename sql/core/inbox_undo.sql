-- core.inbox_undo(site, actor, doc) - Undo of what this actor did
--
-- By the id of what is undone, or by what the embedded activity says.  A
-- comment is in the thread of a petition, but who likes it no more may still
-- like the petition.  What is undone may still be on its way, waiting for its
-- key: its id is noted as seen, so that it has no effect any more.
create function core.inbox_undo(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _id text := core.id_of(_doc->'object');
    _what text := _doc->'object'->>'type';
    _object text := core.id_of(_doc->'object'->'object');
begin
    delete from follower
    where site_id = _site and remote = _actor and (follow = _id
        or (_what = 'Follow' and actor = core.actor_at(_site, _object)));
    delete from support
    where site_id = _site and remote = _actor and (activity = _id
        or (starts_with(_object, core.origin(_site) || '/')
            and petition = core.petition_at(_site, _object)
            and news = core.news_number(_object)
            and kind = case _what when 'Like' then 'like'
                when 'EmojiReact' then 'like' when 'Dislike' then 'dislike'
                when 'Announce' then 'share' end));
    if core.url_host(_id) = core.url_host(_actor) then
        insert into seen (site_id, id)
        values (_site, sha256(convert_to(_actor || ' ' || _id, 'UTF8')))
        on conflict do nothing;
    end if;
end $$;
