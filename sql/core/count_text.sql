-- core.count_text(count, lang) - a number as people of that language write it
create function core.count_text(_count bigint, _lang text) returns text
language sql immutable as $$
    select replace(to_char(_count, 'FM999,999,999,999'), ',',
        case _lang when 'fr' then U&'\202F' else ',' end)
$$;
