-- core.group_sites(sites) - those of them whose commune is read as a group
--
-- Where somebody on a server with groups follows it.  For the others nothing
-- is kept, and nothing passed on.
create function core.group_sites(_site int[]) returns int[]
language plpgsql stable as $$
begin
    return array(
        select distinct p.site_id from peer p
        where p.site_id = any (_site) and p.groups and p.dead_at is null
            and exists (select from follower f
                where (f.site_id, f.host, f.actor)
                    = (p.site_id, p.host, -1)));
end $$;
