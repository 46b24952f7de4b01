-- core.host_level(site, host) - what may come from a host
--
-- Answers  'open', 'limit' (shown only after a moderator has looked),
--          'reject_media' (as 'open', less pictures), 'suspend' (refused) or
--          'off' (taken and ignored: the site wants nothing from there)
create function core.host_level(_site int, _host text) returns text
language plpgsql stable as $$
declare
    _rule text := core.host_rule(_site, _host);
    _social text := (select social from site where id = _site);
begin
    return case
        when _rule = 'suspend' then _rule
        when _social = 'off' then 'off'
        when _social = 'allow' and _rule is distinct from 'allow' then 'off'
        when _rule in ('limit', 'reject_media') then _rule
        else 'open' end;
end $$;
