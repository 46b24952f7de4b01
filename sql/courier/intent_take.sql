-- courier.intent_take(n, lease) - whose servers are to be asked
--
-- One question a server at a time.  Who has waited too long has been told so
-- already: nothing is asked for them.
--
-- Answers  [{"site", "id": hexadecimal, "origin", "host", "account": or null}]
create function courier.intent_take(_n int, _lease int) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _doc jsonb;
begin
    perform core.intent_forget();
    with due as (
        select site_id, id from intent d
        where state = 'waiting' and leased_until is null
            and at >= now() - interval '10 seconds'
            and not exists (select from intent e
                where e.host = d.host and e.state = 'waiting'
                and (e.leased_until >= now()
                    or (e.leased_until is null
                        and e.at >= now() - interval '10 seconds'
                        and (e.at, e.site_id, e.id)
                            < (d.at, d.site_id, d.id))))
        order by at limit _n
        for update skip locked
    ), taken as (
        update intent i
        set leased_until = now() + make_interval(secs => _lease)
        from due where (i.site_id, i.id) = (due.site_id, due.id)
        returning i.*
    )
    select coalesce(jsonb_agg(jsonb_build_object('site', site_id,
        'id', encode(id, 'hex'), 'origin', core.origin(site_id),
        'host', host, 'account', account) order by at), '[]') into _doc
    from taken;
    return _doc;
end $$;
