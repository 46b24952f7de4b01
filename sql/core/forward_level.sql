-- core.forward_level(site, by, doc) - may it come, with all who are in it?
--
-- An activity that was brought by somebody, or null: he, its actor, whose the
-- object is, where that lives and what it replies to.
--
-- Answers  'suspend' when one of their servers is; 'off' when nothing is
--          wanted of who brought or said it; 'open'
create function core.forward_level(_site int, _by text, _doc jsonb)
returns text
language sql stable as $$
    select case
        when bool_or(level = 'suspend') then 'suspend'
        when bool_or(level = 'off' and speaks) then 'off'
        else 'open' end
    from (
        select core.host_level(_site, core.url_host(
            regexp_replace(url, '#.*$', ''))) as level, speaks
        from (values (_by, true), (core.id_of(_doc->'actor'), true),
            (core.id_of(_doc->'object'->'attributedTo'), false),
            (core.id_of(_doc->'object'), false),
            (core.id_of(_doc->'object'->'inReplyTo'), false))
            t (url, speaks)
        where url is not null
            and not starts_with(url, core.origin(_site) || '/')) l
$$;
