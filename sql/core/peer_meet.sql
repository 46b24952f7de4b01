-- core.peer_meet(site, host) - a server that we send to from now on
--
-- It gets what happens from here on.  It is asked what it runs, now and then
-- (courier.nodeinfo_ask); that it speaks as we do its actors may say, too.
create function core.peer_meet(_site int, _host text) returns void
language plpgsql as $$
begin
    insert into peer (site_id, host, cursor, placet, asked, ask_at)
    select _site, _host, acts, core.speaks_placet(_host), 1, core.ask_at(1)
    from site where id = _site
    on conflict do nothing;
    if found then
        perform core.nodeinfo_new(_site, _host);
    end if;
end $$;
