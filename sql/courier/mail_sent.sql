-- courier.mail_sent(site, id, attempt) - the relay has taken it
--
-- The address is erased with the same stroke: nobody needs it any more.
--
-- Answers  {"counted": bool}, false when another courier has it by now
create function courier.mail_sent(_site int, _id bigint, _attempt int)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with done as (
        update mail
        set sent_at = now(), leased_until = null, sealed = null
        where (site_id, id, attempts) = (_site, _id, _attempt)
            and sent_at is null and failed is null
        returning id
    )
    select jsonb_build_object('counted', exists (select from done))
$$;
