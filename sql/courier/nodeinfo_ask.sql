-- courier.nodeinfo_ask(n) - have servers asked again what they run
--
-- Those that somebody follows us from, a week after they last said so; who
-- did not answer is asked again after an hour, six, a day and a half, a week.
-- A quarter more or less, so that not all are asked at once.  At most n.
--
-- Answers  nothing
create function courier.nodeinfo_ask(_n int) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    with due as (
        select site_id, host from peer
        where ask_at <= now() and dead_at is null
        order by ask_at limit _n for update skip locked
    ), asked as (
        update peer p
        set asked = least(asked + 1, 9), ask_at = core.ask_at(asked + 1)
        from due where (p.site_id, p.host) = (due.site_id, due.host)
    )
    select count(core.nodeinfo_new(site_id, host)) into _n from due
    where exists (select from follower f
        where (f.site_id, f.host) = (due.site_id, due.host));
end $$;
