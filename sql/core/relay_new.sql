-- core.relay_new(site, petition, object, doc) - pass this on to groups
--
-- The notary makes an act of it (core.relay_run), so that nobody waits here
-- for the row of the site.
create function core.relay_new(
    _site int, _petition int, _object text, _doc jsonb)
returns void
language sql as $$
    insert into relay (site_id, petition, object, kind, doc)
    values (_site, _petition, _object, _doc->>'type', _doc)
$$;
