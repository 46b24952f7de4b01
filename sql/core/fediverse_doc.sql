-- core.fediverse_doc(site, actor) - what a page tells of a local actor
--
-- The origin is asked for once: a function in language sql is planned in
-- each call.  "limited" says that only servers the commune has chosen can
-- follow.
--
-- Answers  {"handle": "@mairie@host", "user": "mairie", "host", "url": to
--          fetch it by, "limited"}, null when the site has nothing to do
--          with other servers
create function core.fediverse_doc(_site int, _actor int) returns jsonb
language plpgsql stable as $$
declare
    _social text := (select social from site where id = _site);
    _origin text := core.origin(_site);
    _host text := substring(_origin from '://(.*)$');
    _user text := core.actor_name(_actor);
begin
    if coalesce(_social, 'off') = 'off' then
        return null;
    end if;
    return jsonb_build_object(
        'handle', '@' || _user || '@' || _host,
        'user', _user,
        'host', _host,
        'url', _origin || case _actor
            when 0 then '/actor'
            when -1 then '/commune'
            else '/petitions/' || _actor end,
        'limited', _social <> 'open');
end $$;
