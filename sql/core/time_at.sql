-- core.time_at(text) - a time from outside, null if it is none
create function core.time_at(_text text) returns timestamptz
language plpgsql immutable as $$
begin
    if _text !~ '^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$'
    then
        return null;
    end if;
    return _text::timestamptz;
exception when others then
    return null;
end $$;
