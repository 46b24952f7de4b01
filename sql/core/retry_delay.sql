-- core.retry_delay(attempt) - how long until the next one, from the first on
--
-- Half a minute to half a day, a quarter more or less so that not all come
-- at once.
create function core.retry_delay(_attempt int) returns interval
language sql volatile as $$
    select (array['30 s', '2 min', '10 min', '30 min', '1 h', '2 h', '4 h',
        '8 h', '12 h'])[least(greatest(_attempt, 1), 9)]::interval
        * (0.75 + random() / 2)
$$;
