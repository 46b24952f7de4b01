-- courier.mail_retry(site, id, attempt, code) - not this time
--
-- The next attempt is due after 10 seconds, then twice as long each time up
-- to two hours, give or take a quarter so that a relay which comes back is
-- not met by all mails at once.  After two days the mail is given up with
-- the code, and its address erased.
--
-- Answers  {"counted": bool, "failed": bool}
create function courier.mail_retry(
    _site int, _id bigint, _attempt int, _code text)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with tried as (
        update mail
        set leased_until = null,
            due_at = now() + make_interval(secs =>
                least(7200, 10 * 2 ^ least(attempts - 1, 20))
                * (0.75 + random() / 2)),
            failed = case when created_at < now() - interval '2 days'
                then left(_code, 40) end,
            sealed = case when created_at < now() - interval '2 days'
                then null else sealed end
        where (site_id, id, attempts) = (_site, _id, _attempt)
            and sent_at is null and failed is null
        returning failed
    )
    select jsonb_build_object(
        'counted', exists (select from tried),
        'failed', exists (select from tried where failed is not null))
$$;
