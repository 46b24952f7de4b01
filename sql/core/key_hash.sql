-- core.key_hash(pem) - the name that keyd knows a key by
create function core.key_hash(_pem text) returns text
language sql immutable as $$
    select encode(sha256(convert_to(_pem, 'UTF8')), 'hex')
$$;
