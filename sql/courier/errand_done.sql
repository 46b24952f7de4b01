-- courier.errand_done(site, id, again) - fetched, or not to be had
--
-- Where our commune was to move to is known now: core.move_settle.
--
-- Answers  nothing
create function courier.errand_done(_site int, _id bigint, _again boolean)
returns void
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _e errand;
begin
    if _again then
        update errand
        set attempts = attempts + 1, leased_until = null,
            due_at = now() + core.retry_delay(attempts + 1)
        where (site_id, id) = (_site, _id) and attempts < 4;
        if found then
            return;
        end if;
    end if;
    delete from errand where (site_id, id) = (_site, _id)
    returning * into _e;
    if _e.kind = 'actor' then
        perform core.move_settle(_site, _e.url);
    end if;
end $$;
