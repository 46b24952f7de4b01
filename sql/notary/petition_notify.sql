-- notary.petition_notify(site, item) - tell everybody what has changed
--
-- One NOTIFY on channel 'petition' for up to 300 petitions, each named
-- "site:item"; a payload may have 8,000 bytes.
--
-- Answers  {"petitions": n}
create function notary.petition_notify(_site int[], _item int[])
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with named as (
        select site_id || ':' || item as name,
            (row_number() over (order by site_id, item) - 1) / 300 as page
        from (
            select distinct site_id, item
            from unnest(_site, _item) as t (site_id, item)) as changed
    ), told as (
        select count(*) as n,
            pg_notify('petition', string_agg(name, ',')) as done
        from named
        group by page
    )
    select jsonb_build_object('petitions', coalesce(sum(n), 0)) from told
    where done is not null;
$$;
