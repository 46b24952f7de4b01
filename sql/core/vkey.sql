-- core.vkey(origin, pub) - the verifier key of a log as C2SP notes write it
--
-- "name+id+key", null while keyd has not made the key.  plpgsql because
-- convert_to() keeps a function in language sql from being inlined, and then
-- it is parsed anew in each call.
create function core.vkey(_origin text, _pub bytea) returns text
language plpgsql immutable as $$
begin
    return _origin
        || '+' || encode(substr(sha256(convert_to(_origin || E'\n', 'UTF8')
            || '\x01'::bytea || _pub), 1, 4), 'hex')
        || '+' || encode('\x01'::bytea || _pub, 'base64');
end $$;
