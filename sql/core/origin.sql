-- core.origin(site) - what every URL of a site begins with
--
-- The scheme and port are the server's, who sets placet.scheme and
-- placet.port on its connections; unset they are those of the web.  Not in
-- SQL: that would be parsed anew in each transaction.
create function core.origin(_site int) returns text
language plpgsql stable as $$
begin
    return (
        select coalesce(nullif(current_setting('placet.scheme', true), ''),
            'https') || '://' || host || coalesce(':' || nullif(nullif(
            current_setting('placet.port', true), ''), '0'), '')
        from site where id = _site);
end $$;
