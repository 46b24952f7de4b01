-- notary.act_store(sites, numbers, docs) - acts with their proofs
--
-- They are shown and delivered up to the first that has none, so what comes
-- out of order waits.  The sites are locked before that is looked for: an act
-- whose number is given meanwhile would count, but not be seen.  Who waits
-- for acts of a site is told on channel feed.
--
-- Answers  nothing
create function notary.act_store(_site int[], _n bigint[], _doc text[])
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    perform from site where id = any (_site) order by id for no key update;
    update act a set doc = t.doc
    from unnest(_site, _n, _doc) as t (site_id, n, doc)
    where (a.site_id, a.n) = (t.site_id, t.n) and a.doc is null;
    update site s
    set acts_signed = coalesce((
        select min(n) - 1 from act a where a.site_id = s.id and a.doc is null),
        s.acts)
    where id = any (_site);
    perform pg_notify('feed', id::text) from (
        select distinct unnest(_site) as id) s;
end $$;
