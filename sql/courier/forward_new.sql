-- courier.forward_new(site, key, doc) - core.forward_new, of what had waited
--
-- Answers  nothing
create function courier.forward_new(_site int, _key text, _doc text)
returns void
language sql security definer set search_path = placet, pg_temp as $$
    select core.forward_new(_site, _key, _doc::jsonb)
$$;
