-- core.url_encode(text) - as the value of a query, RFC 3986
create function core.url_encode(_text text) returns text
language sql immutable as $$
    select coalesce(string_agg(case
        when c ~ '^[A-Za-z0-9._~-]$' then c
        else upper(regexp_replace(
            encode(convert_to(c, 'UTF8'), 'hex'), '(..)', '%\1', 'g'))
        end, '' order by n), '')
    from regexp_split_to_table(_text, '') with ordinality t (c, n)
$$;
