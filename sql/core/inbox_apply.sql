-- core.inbox_apply(site, actor, doc, text) - core.inbox_batch, of one
create function core.inbox_apply(
    _site int, _actor text, _doc jsonb, _text text)
returns jsonb
language sql as $$
    select core.inbox_batch(
        array[_site], array[_actor], array[_doc], array[_text])::jsonb->0
$$;
