-- core.host_rule(site, host) - what was decided about a host, or above it
--
-- The rule of the longest name wins: of a host before that of its domain.
create function core.host_rule(_site int, _host text) returns text
language sql stable as $$
    select level from peer_rule
    where site_id = _site
        and (host = regexp_replace(_host, ':[0-9]+$', '')
        or right(regexp_replace(_host, ':[0-9]+$', ''), length(host) + 1)
            = '.' || host)
    order by length(host) desc
    limit 1
$$;
