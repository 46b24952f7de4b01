-- courier.remote_gone(actor) - it answered 410 Gone
--
-- Answers  nothing
create function courier.remote_gone(_actor text) returns void
language sql security definer set search_path = placet, pg_temp as $$
    select core.remote_forget(_actor)
$$;
