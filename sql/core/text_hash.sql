-- core.text_hash(title, body) - what people sign, and the OPEN leaf holds
create function core.text_hash(_title text, _body text) returns bytea
language sql immutable as $$
    select sha256(convert_to(_title || E'\n' || _body, 'UTF8'))
$$;
