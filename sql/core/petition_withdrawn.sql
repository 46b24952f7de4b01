-- core.petition_withdrawn(site, petition) - was it taken back?
create function core.petition_withdrawn(_site int, _petition int)
returns boolean
language plpgsql stable as $$
begin
    return exists (select from petition
        where (site_id, item) = (_site, _petition)
            and withdrawn_at is not null);
end $$;
