-- courier.letter_done(sites, ids, outcomes, after) - how the letters went
--
-- "ok" and "drop" end a letter, "retry" and "refuse" (401, 403) do after eight
-- days.  Servers fare as they answered: core.peer_fared.
--
-- Answers  nothing
create function courier.letter_done(
    _site int[], _id bigint[], _outcome text[], _after int[])
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _fared jsonb;
begin
    select jsonb_agg(f) into _fared from (
        select l.site_id as site, l.host,
            bool_or(t.outcome <> 'retry') as well,
            bool_or(t.outcome = 'ok') as ok, max(t.after) as after
        from unnest(_site, _id, _outcome, _after)
            as t (site_id, id, outcome, after)
        join letter l using (site_id, id)
        group by 1, 2) f;
    update letter l
    set leased_until = null, attempts = attempts + 1,
        refused = refused + (t.outcome = 'refuse')::int,
        due_at = now() + greatest(core.retry_delay(attempts + 1),
            make_interval(secs => least(coalesce(t.after, 0), 86400)))
    from unnest(_site, _id, _outcome, _after)
        as t (site_id, id, outcome, after)
    where (l.site_id, l.id) = (t.site_id, t.id)
        and t.outcome in ('retry', 'refuse')
        and l.at > now() - interval '8 days';
    delete from letter l
    using unnest(_site, _id, _outcome) as t (site_id, id, outcome)
    where (l.site_id, l.id) = (t.site_id, t.id)
        and (t.outcome not in ('retry', 'refuse')
            or l.at <= now() - interval '8 days');
    perform core.peer_fared(_fared);
end $$;
