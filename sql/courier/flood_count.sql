-- courier.flood_count() - who has too much waiting for a moderator
--
-- An actor may have 50 comments, a server 5,000 on one site.  Counted once a
-- minute and not with each comment, which would have all of a server wait for
-- one row; what comes meanwhile comes on top.
--
-- Answers  nothing
create function courier.flood_count() returns void
language sql security definer set search_path = placet, pg_temp as $$
    with waiting as materialized (
        select site_id, remote, host, count(*) as n
        from comment where state = 'pending' group by 1, 2, 3
    ), much as materialized (
        select site_id, remote as who from waiting where n >= 50
        union
        select site_id, host from waiting group by 1, 2 having sum(n) >= 5000
    ), over as (
        delete from flood where (site_id, who) not in (
            select site_id, who from much)
    )
    insert into flood (site_id, who) select site_id, who from much
    on conflict do nothing
$$;
