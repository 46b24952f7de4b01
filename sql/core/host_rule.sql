-- core.host_rule(site, host) - what was decided about a host, or above it
--
-- The rule of the longest name wins: of a host before that of its domain.
-- Lists of blocked servers are long, so each name is looked for by itself.
create function core.host_rule(_site int, _host text) returns text
language sql stable as $$
    select level from peer_rule
    where site_id = _site and host = any (array(
        select array_to_string(label[at:], '.')
        from (select string_to_array(lower(regexp_replace(
            _host, '[.]?(:[0-9]+)?$', '')), '.') as label) l
        cross join generate_series(1, least(cardinality(label), 127)) at))
    order by length(host) desc
    limit 1
$$;
