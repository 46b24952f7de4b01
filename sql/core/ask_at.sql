-- core.ask_at(times) - when to ask a server again what it runs
--
-- After so many questions without an answer; 0: it has just answered.
create function core.ask_at(_times int) returns timestamptz
language sql volatile as $$
    select now() + (0.75 + random() / 2) * case _times
        when 1 then interval '1 hour' when 2 then interval '6 hours'
        when 3 then interval '36 hours' else interval '7 days' end
$$;
