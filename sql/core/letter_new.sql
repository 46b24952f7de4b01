-- core.letter_new(site, actor, inbox, doc) - something for one inbox only
--
-- A host has at most 256 that wait: what is more is not said, or whoever is
-- slow to read could have us keep, and look through, any number.
create function core.letter_new(
    _site int, _actor int, _inbox text, _doc jsonb)
returns void
language sql as $$
    insert into letter (site_id, host, inbox, actor, doc)
    select _site, core.url_host(_inbox), _inbox, _actor, _doc::text
    where core.url_host(_inbox) is not null
        and (select count(*) from (select from letter
            where host = core.url_host(_inbox) limit 256) l) < 256
$$;
