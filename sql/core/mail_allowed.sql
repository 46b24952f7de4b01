-- core.mail_allowed(site, lookup, petition) - may this address get a mail?
--
-- Not if it asked for none any more; one mail an address and petition in 24
-- hours, three an address and site.  Saying yes spends it.
--
-- Two forms for one address at the same moment wait for each other here:
-- the count would be wrong otherwise.
create function core.mail_allowed(
    _site int, _lookup bytea, _petition int)
returns boolean
language plpgsql as $$
begin
    perform pg_advisory_xact_lock(
        hashtextextended(encode(_lookup, 'hex'), _site));
    if exists (
        select from mail_block where (site_id, lookup) = (_site, _lookup))
        or (select count(*) >= 3
                or coalesce(bool_or(petition = _petition), false)
            from mail_budget
            where site_id = _site and lookup = _lookup
                and last_at > now() - interval '24 hours') then
        return false;
    end if;
    insert into mail_budget (site_id, lookup, petition)
    values (_site, _lookup, _petition)
    on conflict (site_id, lookup, petition) do update set last_at = now();
    return true;
end $$;
