-- core.inbox_update(site, actor, doc, text) - Update by the very same owner
--
-- A comment whose words changed is looked at again before it is shown, and
-- then passed on as it is now.
create function core.inbox_update(
    _site int, _actor text, _doc jsonb, _text text)
returns void
language plpgsql as $$
declare
    _o jsonb := _doc->'object';
    _id text := core.id_of(_o);
    _kept text := case when cardinality(core.group_sites(array[_site])) > 0
        then core.relay_doc(_doc::text, _actor) end;
begin
    if _id = _actor then
        perform core.errand_new(_site, 'actor', _actor);
        return;
    end if;
    if core.id_of(_o->'attributedTo') is distinct from _actor
        or coalesce(_text, '') !~ '\S' then
        return;
    end if;
    perform core.comments_told(array(
        select site_id || ':' || petition from comment
        where (site_id, object, remote, state)
            = (_site, _id, _actor, 'shown')));
    update comment
    set text = left(_text, 10000),
        state = case when text <> left(_text, 10000) and state = 'shown'
            then 'pending' else state end,
        doc = case when text <> left(_text, 10000) or state <> 'shown'
            then _kept end,
        updated_at = least(
            coalesce(core.time_at(_o->>'updated'), now()), now())
    where site_id = _site and object = _id and remote = _actor
        and state <> 'deleted'
        and coalesce(updated_at, '-infinity')
            < coalesce(core.time_at(_o->>'updated'), now());
end $$;
