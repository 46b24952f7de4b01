-- courier.mail_failed(site, id, attempt, code) - it will never be taken
--
-- Answers  {"counted": bool}
create function courier.mail_failed(
    _site int, _id bigint, _attempt int, _code text)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with given_up as (
        update mail
        set failed = left(_code, 40), leased_until = null, sealed = null
        where (site_id, id, attempts) = (_site, _id, _attempt)
            and sent_at is null and failed is null
        returning id
    )
    select jsonb_build_object('counted', exists (select from given_up))
$$;
