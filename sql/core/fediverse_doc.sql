-- core.fediverse_doc(site, actor) - what a page tells of a local actor
--
-- "limited" says that only servers the commune has chosen can follow.
--
-- Answers  {"handle": "@mairie@host", "url": to fetch it by, "limited"},
--          null when the site has nothing to do with other servers
create function core.fediverse_doc(_site int, _actor int) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object(
            'handle', '@' || core.actor_name(_actor) || '@'
                || core.authority(_site),
            'url', case when _actor > 0 then core.note_url(_site, _actor)
                else core.actor_url(_site, _actor) end,
            'limited', social <> 'open')
        from site
        where id = _site and social <> 'off');
end $$;
