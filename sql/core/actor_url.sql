-- core.actor_url(site, actor) - the URL of a local actor
--
-- 0 is the site, -1 the commune, n petition n.
create function core.actor_url(_site int, _actor int) returns text
language sql stable as $$
    select core.origin(_site) || case _actor
        when 0 then '/actor'
        when -1 then '/commune'
        else '/petitions/' || _actor || '/actor' end
$$;
