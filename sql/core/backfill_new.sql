-- core.backfill_new(site, petition) - ask what was said in threads
--
-- Of that petition; null: of all that are open, by comments of the last 30
-- days.  The newest comments are walked first, at most 100 of a petition.
--
-- Answers  how many are walked
create function core.backfill_new(_site int, _petition int) returns int
language plpgsql as $$
declare
    _r record;
    _n int := 0;
begin
    for _r in
        select c.object, c.petition, c.place
        from (
            select c.*, row_number() over (
                partition by c.petition order by c.id desc) as place
            from comment c join item i
                on (i.site_id, i.id) = (c.site_id, c.petition)
            where c.site_id = _site and c.state <> 'deleted'
                and core.host_level(_site, c.host) not in ('suspend', 'off')
                and (c.petition = _petition
                    or (_petition is null and i.state = 'open'
                        and c.received_at > now() - interval '30 days'))) c
        where place <= 100
        order by place, c.petition
    loop
        if _r.place = 1 then
            insert into backfill (site_id, petition)
            values (_site, _r.petition)
            on conflict (site_id, petition) do update
            set at = now(), found = 0;
        end if;
        perform core.errand_new(
            _site, 'thread', _r.object, _r.petition, 32);
        _n := _n + 1;
    end loop;
    return _n;
end $$;
