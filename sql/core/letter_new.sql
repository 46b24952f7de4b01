-- core.letter_new(site, actor, inbox, doc) - something for one inbox only
create function core.letter_new(
    _site int, _actor int, _inbox text, _doc jsonb)
returns void
language sql as $$
    insert into letter (site_id, host, inbox, actor, doc)
    values (_site, core.url_host(_inbox), _inbox, _actor, _doc::text)
$$;
