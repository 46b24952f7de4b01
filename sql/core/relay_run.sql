-- core.relay_run(n) - what is to be passed on becomes acts of the commune
--
-- FEP-1b12: the activity as it was said, in the order in which things were
-- said, to those who read groups and to nobody else.  One that deletes is an
-- act of that kind, and is still said when the petition is gone.
create function core.relay_run(_n int) returns void
language plpgsql as $$
declare
    _r relay;
begin
    for _r in
        select r.* from relay r
        join site s on s.id = r.site_id and s.rsa is not null
        where r.doc is not null
        order by r.id limit _n for update of r
    loop
        perform core.act_new(_r.site_id,
            case _r.kind when 'Delete' then 'delete' else 'relay' end,
            -1, _r.petition, _r.object, 'group', jsonb_build_object(
                'type', 'Announce',
                'to', jsonb_build_array(core.public()),
                'cc', jsonb_build_array(
                    core.actor_url(_r.site_id, -1) || '/followers',
                    core.id_of(_r.doc->'actor')),
                'object', _r.doc))
        from petition
        where (site_id, item) = (_r.site_id, _r.petition)
            and (withdrawn_at is null or _r.kind = 'Delete');
        if _r.remote is null then
            delete from relay where (site_id, id) = (_r.site_id, _r.id);
        else
            update relay set doc = null
            where (site_id, id) = (_r.site_id, _r.id);
        end if;
    end loop;
    delete from relay where doc is null and at < now() - interval '1 hour';
end $$;
