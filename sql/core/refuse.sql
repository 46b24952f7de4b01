-- core.refuse(status, code) - refuse a request
--
-- The code is stable, lower case and dotted; the page layer finds the words
-- for it in the reader's language.
--
-- Raises   PL<status>, the code as its message
create function core.refuse(_status int, _code text) returns void
language plpgsql as $$
begin
    raise exception using errcode = 'PL' || _status, message = _code;
end $$;
