-- notary.news_run(interval, n) - say what has happened to petitions
--
-- New petitions are published, steps reached and closings become news, and
-- counts that moved are told to servers of our kind, once an `interval` of
-- seconds and petition; what others said is passed on to groups.  A null
-- `interval` is for when all counts were told that were numbered: to find one
-- that moved is to look at all petitions that are open.  Acts of sites whose
-- keys are not known yet wait.
--
-- Answers  {"acts": how many acts there are to sign, "counts": how many counts
--          were told}
create function notary.news_run(_interval int, _n int) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _p record;
    _counts int := 0;
begin
    for _p in
        select p.site_id, p.item from petition p
        join site s on s.id = p.site_id and s.rsa is not null
        where published_at is null and closed_at is null
            and closes_at > now()
        order by p.site_id, p.item limit _n for no key update of p skip locked
    loop
        perform core.petition_publish(_p.site_id, _p.item);
        update petition set published_at = now(), told_at = now()
        where (site_id, item) = (_p.site_id, _p.item);
    end loop;
    for _p in
        select r.* from rung r
        join petition p on (p.site_id, p.item) = (r.site_id, r.petition)
            and p.published_at is not null and p.withdrawn_at is null
        where r.reached_at is not null and not r.told
        order by r.site_id, r.petition, r.n limit _n
        for no key update of p, r skip locked
    loop
        perform core.news_new(_p.site_id, _p.petition, 'milestone',
            core.milestone_html(
                _p.site_id, _p.petition, _p.threshold, _p.effect));
        update rung set told = true
        where (site_id, petition, n) = (_p.site_id, _p.petition, _p.n);
    end loop;
    for _p in
        select p.site_id, p.item from petition p
        where closed_at is not null and published_at is not null
            and not told_closed
        order by p.site_id, p.item limit _n for no key update of p skip locked
    loop
        perform core.news_new(_p.site_id, _p.item, 'closed',
            core.closed_html(_p.site_id, _p.item));
        perform core.note_update(_p.site_id, _p.item, 'update', 'all');
        update petition set told_closed = true, told_at = now()
        where (site_id, item) = (_p.site_id, _p.item);
    end loop;
    for _p in
        select p.site_id, p.item, l.signs - l.withdrawn - l.invalidated
            as count
        from petition p
        join log l using (site_id, item)
        where _interval is not null
            and p.closed_at is null and p.published_at is not null
            and p.withdrawn_at is null
            and p.told_at < now() - make_interval(secs => _interval)
            and l.signs - l.withdrawn - l.invalidated <> p.told_count
        order by p.told_at limit _n for no key update of p skip locked
    loop
        perform core.note_update(_p.site_id, _p.item, 'count', 'placet');
        update petition set told_count = _p.count, told_at = now()
        where (site_id, item) = (_p.site_id, _p.item);
        _counts := _counts + 1;
    end loop;
    perform core.relay_run(_n);
    return jsonb_build_object('counts', _counts, 'acts',
        (select count(*) from (select from act where doc is null
            limit _n) a));
end $$;
