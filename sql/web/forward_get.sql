-- web.forward_get(site, key, method, doc) - what is brought by another
--
-- `key` signed the request, `method` is the key of the proof inside; either
-- may be null.
--
-- Answers  web.key_get of the key to check it with, the proof's if there is
--          one; or {"state"}: "blocked", a server involved is suspended;
--          "ignored", it is about no thread of ours
create function web.forward_get(
    _site int, _key text, _method text, _doc text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _d jsonb := _doc::jsonb;
    _level text := core.forward_level(_site, _key, _d);
begin
    if _level = 'suspend' then
        return '{"state": "blocked"}';
    elsif _level = 'off' or core.thread_at(_site, _d) is null then
        return '{"state": "ignored"}';
    end if;
    return web.key_get(_site, coalesce(_method, _key));
end $$;
