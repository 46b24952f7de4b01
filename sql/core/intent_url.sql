-- core.intent_url(site, actor, kind, templates) - where somebody is led
--
-- kind is "follow", "like" or "reply"; the templates are those of their
-- server by name, as courier.intent_done takes them.  The page made for what
-- they want is best; then one that shows them the thing; then the one that
-- all servers have had for following, which shows things too.  What a
-- template asks for and we do not know is left empty (FEP-3b86, 3.2).
--
-- Answers  a URL, null if none of the templates is of use
create function core.intent_url(
    _site int, _actor int, _kind text, _templates jsonb)
returns text
language plpgsql stable as $$
declare
    _page text := core.origin(_site) || case when _actor > 0
        then '/petitions/' || _actor else '/' end;
    _object text := core.url_encode(case _kind
        when 'follow' then core.actor_url(_site, _actor) else _page end);
    _back text := core.url_encode(_page);
    _template text := case _kind
        when 'follow' then coalesce(_templates->>'follow',
            _templates->>'subscribe', _templates->>'object')
        when 'like' then coalesce(_templates->>'like',
            _templates->>'object', _templates->>'subscribe')
        else coalesce(_templates->>'reply',
            _templates->>'object', _templates->>'subscribe') end;
begin
    return regexp_replace(
        replace(replace(replace(replace(replace(replace(_template,
            '{object}', _object), '{uri}', _object),
            '{inReplyTo}', _object), '{type}', 'Note'),
            '{on-success}', _back), '{on-cancel}', _back),
        '\{[^{}]*\}', '', 'g');
end $$;
