-- core.host_reserved(host) - a name that no citizen can come to
--
-- localhost and below, .test, .example and .invalid: RFC 2606, RFC 6761.
create function core.host_reserved(_host text) returns boolean
language sql immutable as $$
    select _host ~ '(^|\.)(localhost|test|example|invalid)$'
$$;
