-- core.stamp(at) - a time as all documents write it: ISO 8601, UTC, seconds
create function core.stamp(_at timestamptz) returns text
language sql stable as $$
    select to_char(_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
$$;
