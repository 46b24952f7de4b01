-- courier.federation_purge(n) - what has had its time, n rows of a kind
--
-- Of a comment that was deleted its place is kept for a month.  Actors of whom
-- nothing is left are forgotten after one: they are fetched again if they
-- speak.
--
-- Answers  nothing
create function courier.federation_purge(_n int) returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    delete from seen where ctid = any (array(
        select ctid from seen where at < now() - interval '30 days'
        order by at limit _n));
    delete from grave where ctid = any (array(
        select ctid from grave where at < now() - interval '30 days'
        limit _n));
    delete from deferred where ctid = any (array(
        select ctid from deferred where at < now() - interval '1 day'
        limit _n));
    delete from errand where ctid = any (array(
        select ctid from errand where at < now() - interval '8 days'
        limit _n));
    delete from fetch_failed where ctid = any (array(
        select ctid from fetch_failed
        where until < now() - interval '7 days' limit _n));
    delete from comment where ctid = any (array(
        select ctid from comment where state = 'deleted'
            and received_at < now() - interval '30 days'
        limit _n));
    delete from flag where ctid = any (array(
        select ctid from flag where state = 'closed'
            and at < now() - interval '1 year'
        limit _n));
    delete from remote where id = any (array(
        select id from remote r where fetched_at < now() - interval '30 days'
            and not exists (select from follower where remote = r.id)
            and not exists (select from comment where remote = r.id)
            and not exists (select from support where remote = r.id)
            and not exists (select from quote where remote = r.id)
        order by fetched_at limit _n));
end $$;
