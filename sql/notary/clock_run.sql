-- notary.clock_run(grace, settle, n) - close what is over
--
-- A petition is closed `grace` seconds after its closing time: until then
-- claims made in time may be confirmed.  `settle` seconds after that, or
-- after somebody closed it earlier, no confirmation can be in flight any
-- more; if the inbox holds none either, its log can get its CLOSE leaf.
--
-- Answers  {"ended": [[site, item]] (their closing time passed within the last
--          minute: pages that are kept still say that they are open),
--          "closed": [[site, item]] (just now),
--          "logs": [{"site", "item", "host", "size", "frontier": hex, "time",
--          "signs", "withdrawn", "invalidated"}] (to get the leaf), n each}
create function notary.clock_run(_grace int, _settle int, _n int)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with due as (
        select site_id, item from petition
        where closed_at is null
            and closes_at < now() - make_interval(secs => _grace)
        order by closes_at
        limit _n
        for update skip locked
    ), closed as (
        update petition p set closed_at = now()
        from due d
        where p.site_id = d.site_id and p.item = d.item
        returning p.site_id, p.item
    ), shut as (
        update item i set state = 'closed'
        from due d
        where i.site_id = d.site_id and i.id = d.item
            and i.state = 'open'
    ), ended as (
        select site_id, item from petition
        where closed_at is null and closes_at <= now()
            and closes_at > now() - interval '1 minute'
        limit _n
    ), ready as (
        select l.*, s.host, p.closed_at
        from petition p
        join log l using (site_id, item)
        join site s on s.id = p.site_id
        where p.closed_at is not null and p.noted_at is null
            and p.closed_at < now() - make_interval(secs => _settle)
            and l.pub is not null and l.halted is null
            and not exists (
                select from inbox i
                where i.site_id = p.site_id and i.petition = p.item)
        order by p.closed_at
        limit _n
    )
    select jsonb_build_object(
        'ended', (
            select coalesce(jsonb_agg(jsonb_build_array(site_id, item)), '[]')
            from ended),
        'closed', (
            select coalesce(jsonb_agg(jsonb_build_array(site_id, item)), '[]')
            from closed),
        'logs', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'site', site_id,
                'item', item,
                'host', host,
                'size', size,
                'frontier', encode(frontier, 'hex'),
                'time', extract(epoch from closed_at)::bigint,
                'signs', signs,
                'withdrawn', withdrawn,
                'invalidated', invalidated)), '[]')
            from ready));
$$;
