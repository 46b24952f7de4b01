-- core.nodeinfo_new(site, host) - have a server asked what it runs
create function core.nodeinfo_new(_site int, _host text) returns void
language sql as $$
    select core.errand_new(_site, 'nodeinfo',
        coalesce(nullif(current_setting('placet.scheme', true), ''), 'https')
        || '://' || _host || '/.well-known/nodeinfo')
$$;
