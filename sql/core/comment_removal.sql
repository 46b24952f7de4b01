-- core.comment_removal(site, id) - the Delete that says that we hide it
--
-- Null unless it is hidden.  Lemmy takes one with a summary for a moderator's
-- if its actor is of the group's own server, and a person or a service: so
-- the petition's actor says it.  The moment is in the id, as the same comment
-- may be hidden again.
create function core.comment_removal(_site int, _id bigint) returns jsonb
language sql stable as $$
    select jsonb_build_object(
        'id', core.note_url(_site, c.petition) || '#delete/' || c.id || '/'
            || floor(extract(epoch from c.hidden_at) * 1000),
        'type', 'Delete',
        'actor', core.actor_url(_site, c.petition),
        'to', jsonb_build_array(core.public()),
        'cc', jsonb_build_array(core.actor_url(_site, -1)),
        'object', c.object,
        'summary', case v.lang when 'fr' then 'Retiré par la modération'
            else 'Removed by the moderators' end)
    from comment c
    join item i on (i.site_id, i.id) = (c.site_id, c.petition)
    join version v on (v.site_id, v.item, v.n) = (i.site_id, i.id, i.version)
    where (c.site_id, c.id) = (_site, _id) and c.hidden_at is not null
$$;
