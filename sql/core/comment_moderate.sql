-- core.comment_moderate(site, id, shown) - show a comment, or hide it
--
-- Its author's server is told that it is hidden (Reject), and when that is
-- taken back.  Servers with groups are announced what is shown as it came;
-- they remove what is hidden, and restore it when it is shown again.
create function core.comment_moderate(_site int, _id bigint, _shown boolean)
returns void
language plpgsql as $$
declare
    _c comment;
    _removal jsonb;
    _told boolean;
begin
    select * into _c from comment
    where (site_id, id) = (_site, _id) for no key update;
    if not _shown then
        update comment set state = 'hidden', hidden_at = now()
        where (site_id, id) = (_site, _id);
        if _c.relayed then
            perform core.relay_new(_site, _c.petition, _c.object,
                core.comment_removal(_site, _id));
        end if;
        perform core.comment_reject(_site, _id, true);
        return;
    end if;
    _removal := core.comment_removal(_site, _id);
    if _removal is not null then
        if _c.relayed then
            perform core.relay_new(_site, _c.petition, _c.object,
                core.undo_of(_removal));
        end if;
        perform core.comment_reject(_site, _id, false);
    end if;
    _told := _c.doc is not null
        and cardinality(core.group_sites(array[_site])) > 0;
    if _told then
        perform core.relay_new(_site, _c.petition, _c.object, _c.doc::jsonb);
    end if;
    update comment
    set state = 'shown', relayed = relayed or _told, doc = null,
        hidden_at = null
    where (site_id, id) = (_site, _id);
end $$;
