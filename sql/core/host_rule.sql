-- core.host_rule(site, host) - what was decided about a host, or above it
--
-- The rule of the longest name wins: of a host before that of its domain.
-- Lists of blocked servers are long, so each name is looked for by itself.
-- Not in SQL, nor its caller: that would be planned anew at each message.
create function core.host_rule(_site int, _host text) returns text
language plpgsql stable as $$
declare
    _label text[] := string_to_array(lower(regexp_replace(
        _host, '[.]?(:[0-9]+)?$', '')), '.');
begin
    return (
        select level from peer_rule
        where site_id = _site and host = any (array(
            select array_to_string(_label[at:], '.')
            from generate_series(1, least(cardinality(_label), 127)) at))
        order by length(host) desc
        limit 1);
end $$;
