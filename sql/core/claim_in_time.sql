-- core.claim_in_time(created, closes) - may this claim still be confirmed?
--
-- Who claimed before the petition closed has a day more for the mail.
create function core.claim_in_time(_created timestamptz, _closes timestamptz)
returns boolean
language sql stable as $$
    select _created < _closes and now() < _closes + interval '24 hours'
$$;
