-- courier.alive(first) - the courier is at work; `first` when it begins
--
-- Called once a minute.  When it was away for more than five, many have given
-- up what they had to tell us by then: it is asked for (core.backfill_new).
-- A courier that finds itself alone when it begins frees what another had in
-- its hands when it died.  Alone is who holds a lock of the session, so that
-- it is nobody's as soon as the other is gone; that may take a moment.
--
-- Answers  {"alone", "away": s since the last time, "walked": comments}
create function courier.alive(_first boolean) returns jsonb
language plpgsql security definer
set search_path = placet, pg_temp set lock_timeout = '2s' as $$
declare
    _was timestamptz := (select courier from heartbeat);
    _alone boolean := true;
    _walked int := 0;
begin
    insert into heartbeat (courier) values (now())
    on conflict (one) do update set courier = now();
    if _was < now() - interval '5 minutes' then
        _walked := (select sum(core.backfill_new(id, null)) from site);
    end if;
    -- Again each time: the connection may be another one.
    if _first then
        begin
            perform pg_advisory_lock(hashtext('placet/courier'));
        exception when lock_not_available then
            _alone := false;
        end;
    else
        _alone := pg_try_advisory_lock(hashtext('placet/courier'));
    end if;
    if _first and _alone then
        update mail set leased_until = null where leased_until > now();
        update letter set leased_until = null where leased_until > now();
        update deferred set leased_until = null where leased_until > now();
        update errand set leased_until = null where leased_until > now();
        update peer set leased_until = null where leased_until > now();
    end if;
    return jsonb_build_object('alone', _alone,
        'away', extract(epoch from now() - _was)::bigint,
        'walked', _walked);
end $$;
