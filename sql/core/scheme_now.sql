-- core.scheme_now(scheme, since) - how to sign for a server
--
-- As it understood in the last 30 days; else as all do, and it is found out
-- anew.
create function core.scheme_now(_scheme text, _since timestamptz)
returns text
language sql stable as $$
    select case when _since > now() - interval '30 days' then _scheme
        else 'cavage' end
$$;
