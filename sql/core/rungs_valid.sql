-- core.rungs_valid(rungs) - may these be the thresholds of a petition?
--
-- At most 20, each a different whole number from 1 on with an effect of 1 to
-- 300 characters.  None at all is fine.
create function core.rungs_valid(_rungs jsonb) returns boolean
language plpgsql immutable as $$
begin
    if _rungs is null or _rungs = 'null' then
        return true;
    elsif jsonb_typeof(_rungs) <> 'array' then
        return false;
    end if;
    return (
        select count(*) <= 20
            and count(distinct r->>'threshold') = count(*)
            and coalesce(bool_and(coalesce(
                r->>'threshold' ~ '^[1-9][0-9]{0,8}$'
                and length(r->>'effect') between 1 and 300, false)), true)
        from jsonb_array_elements(_rungs) r);
end $$;
