-- core.peer_meet(site, host) - a server that we send to from now on
--
-- It gets what happens from here on; what it runs is asked once.
create function core.peer_meet(_site int, _host text) returns void
language plpgsql as $$
begin
    insert into peer (site_id, host, cursor)
    select _site, _host, acts from site where id = _site
    on conflict do nothing;
    if found then
        perform core.errand_new(_site, 'nodeinfo',
            coalesce(nullif(current_setting('placet.scheme', true), ''),
                'https') || '://' || _host || '/.well-known/nodeinfo');
    end if;
end $$;
