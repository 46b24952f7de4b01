-- core.host_open(policy, site, host) - does a switch of a site let it in?
--
-- `policy` is the switch: "open", "allow" (hosts with that rule) or "off".
-- For what goes to hosts: those that are suspended have nobody who follows.
create function core.host_open(_policy text, _site int, _host text)
returns boolean
language sql stable as $$
    select case _policy when 'open' then true
        when 'allow' then coalesce(
            core.host_rule(_site, _host) = 'allow', false)
        else false end
$$;
