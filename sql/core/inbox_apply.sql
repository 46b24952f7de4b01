-- core.inbox_apply(site, actor, object, ...) - core.inbox_batch, of one
create function core.inbox_apply(
    _site int, _actor text, _object text, _reply_to text, _url text,
    _lang text, _published bigint, _text text, _doc text)
returns jsonb
language sql as $$
    select core.inbox_batch(array[_site], array[_actor], array[_object],
        array[_reply_to], array[_url], array[_lang], array[_published],
        array[_text], array[_doc])::jsonb->0
$$;
