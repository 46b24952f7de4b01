-- core.letters_due(site, host) - what waits for a server need wait no more
create function core.letters_due(_site int, _host text) returns void
language sql as $$
    update letter set due_at = now()
    where (site_id, host) = (_site, _host) and due_at > now()
$$;
