-- core.comment_reject(site, id, hidden) - tell its author's server
--
-- That a comment is hidden (Reject, by the petition's actor, in whose thread
-- it is), or no longer (Undo).  GoToSocial reads that, others take it and do
-- nothing.  A server that is suspended hears nothing, nor does who is gone.
-- A Reject that still waits is not said after what takes it back.
create function core.comment_reject(_site int, _id bigint, _hidden boolean)
returns void
language plpgsql as $$
declare
    _doc jsonb;
    _inbox text;
    _petition int;
begin
    select jsonb_build_object(
            'id', u.actor || '#reject/' || c.id || '/'
                || floor(extract(epoch from c.hidden_at) * 1000),
            'type', 'Reject', 'actor', u.actor,
            'to', jsonb_build_array(c.remote), 'object', c.object),
        r.inbox, c.petition
    into _doc, _inbox, _petition
    from comment c
    join remote r on r.id = c.remote and r.gone_at is null
    cross join lateral (
        select core.actor_url(_site, c.petition) as actor) u
    where (c.site_id, c.id) = (_site, _id);
    if core.url_host(_inbox) is not null and core.host_level(
        _site, core.url_host(_inbox)) <> 'suspend' then
        delete from letter
        where (site_id, host) = (_site, core.url_host(_inbox))
            and not _hidden and doc::jsonb->>'id' = _doc->>'id'
            and (leased_until is null or leased_until < now());
        perform core.letter_new(_site, _petition, _inbox,
            '{"@context": "https://www.w3.org/ns/activitystreams"}'
            || case when _hidden then _doc else core.undo_of(_doc) end);
    end if;
end $$;
