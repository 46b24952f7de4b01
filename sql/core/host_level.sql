-- core.host_level(site, host) - what may come from a host
--
-- Answers  'open', 'limit' (shown only after a moderator has looked),
--          'reject_media' (as 'open', less pictures), 'suspend' (refused) or
--          'off' (taken and ignored: the site wants nothing from there)
create function core.host_level(_site int, _host text) returns text
language sql stable as $$
    select case
        when rule = 'suspend' then rule
        when social = 'off' then 'off'
        when social = 'allow' and rule is distinct from 'allow' then 'off'
        when rule in ('limit', 'reject_media') then rule
        else 'open' end
    from site
    cross join lateral (select core.host_rule(_site, _host) as rule) r
    where id = _site
$$;
