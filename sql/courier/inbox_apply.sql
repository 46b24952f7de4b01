-- courier.inbox_apply(site, actor, object, ...) - what the courier verified
--
-- Answers  core.inbox_apply
create function courier.inbox_apply(
    _site int, _actor text, _object text, _reply_to text, _url text,
    _lang text, _published bigint, _text text, _doc text)
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    select core.inbox_apply(_site, _actor, _object, _reply_to, _url, _lang,
        _published, _text, _doc)
$$;
