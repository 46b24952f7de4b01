-- courier.inbox_apply(site, actor, doc, text) - of what the courier verified
--
-- Answers  core.inbox_apply
create function courier.inbox_apply(
    _site int, _actor text, _doc text, _text text)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    select core.inbox_apply(_site, _actor, _doc::jsonb, _text)
$$;
