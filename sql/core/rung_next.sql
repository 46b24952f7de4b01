-- core.rung_next(site, petition, count) - the step that is still ahead
--
-- Answers  {"threshold", "effect", "percent", "missing"}, or null when all
--          are reached
create function core.rung_next(_site int, _petition int, _count bigint)
returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object(
            'threshold', threshold, 'effect', effect,
            'percent', 100 * _count / threshold,
            'missing', threshold - _count)
        from rung
        where (site_id, petition) = (_site, _petition) and threshold > _count
        order by threshold
        limit 1);
end $$;
