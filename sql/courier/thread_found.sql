-- courier.thread_found(site, errand, urls) - what a thread elsewhere lists
--
-- Each that is unknown is fetched where it lives and walked in turn: at most
-- 500 of a petition, from one time that its thread is asked for to the next.
--
-- Answers  nothing
create function courier.thread_found(
    _site int, _errand bigint, _url text[])
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _petition int := (select petition from errand
        where (site_id, id) = (_site, _errand));
    _found text[];
    _room int;
begin
    select 500 - b.found into _room from backfill b
    where (site_id, petition) = (_site, _petition) for update;
    if coalesce(_room, 0) <= 0 then
        return;
    end if;
    _found := array(
        select url from unnest(_url) with ordinality as t (url, i)
        where core.url_host(url) is not null
            and not starts_with(url, core.origin(_site) || '/')
            and core.host_level(_site, core.url_host(url))
                not in ('suspend', 'off')
            and not exists (select from comment c
                where (c.site_id, c.object) = (_site, t.url))
            and not exists (select from orphan o
                where (o.site_id, o.object) = (_site, t.url))
            and not exists (select from errand e
                where (e.site_id, e.kind, e.url) = (_site, 'thread', t.url))
            and not exists (select from grave g
                where (g.site_id, g.object)
                    = (_site, sha256(convert_to(t.url, 'UTF8'))))
        group by url order by min(i) limit _room);
    perform core.errand_new(_site, 'thread', url, _petition, 32)
    from unnest(_found) url;
    update backfill b set found = b.found + cardinality(_found)
    where (site_id, petition) = (_site, _petition);
end $$;
