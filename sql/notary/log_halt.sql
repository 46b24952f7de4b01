-- notary.log_halt(site, item, why) - a log is not what was signed: stop
--
-- Neither numbered nor signed any more, until the operator has looked.  What
-- waits in the inbox stays there.
--
-- Answers  {"halted": bool}, false if it was already
create function notary.log_halt(_site int, _item int, _why text)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with halted as (
        update log set halted = _why
        where site_id = _site and item = _item and halted is null
        returning 1
    )
    select jsonb_build_object('halted', count(*) > 0) from halted;
$$;
