-- core.speaks_placet(host) - does an actor there say so (FEP-844e)?
create function core.speaks_placet(_host text) returns boolean
language sql stable as $$
    select exists (select from remote
        where host = _host and placet and gone_at is null)
$$;
