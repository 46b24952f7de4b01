-- courier.deferred_done(site, id, again) - it had its effect, or never will
--
-- `again`: the key's host did not answer; tried four times within two hours.
--
-- Answers  nothing
create function courier.deferred_done(_site int, _id bigint, _again boolean)
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
begin
    if _again then
        update deferred
        set attempts = attempts + 1, leased_until = null,
            due_at = now() + core.retry_delay(attempts + 1)
        where (site_id, id) = (_site, _id) and attempts < 3;
        if found then
            return;
        end if;
    end if;
    delete from deferred where (site_id, id) = (_site, _id);
end $$;
