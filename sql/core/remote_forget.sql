-- core.remote_forget(actor) - an actor elsewhere is gone, with all it said
--
-- Also at servers with groups that had it from us.
create function core.remote_forget(_actor text) returns void
language plpgsql as $$
begin
    update remote set gone_at = coalesce(gone_at, now()), username = '',
        name = '', url = null, also_known_as = '{}', moved_to = null
    where id = _actor;
    delete from remote_key where owner = _actor;
    if found then
        perform pg_notify('key', _actor);
    end if;
    delete from follower where remote = _actor;
    delete from support where remote = _actor;
    delete from quote where remote = _actor;
    delete from report where remote = _actor;
    perform core.comments_told(array(
        select distinct site_id || ':' || petition from comment
        where remote = _actor and state = 'shown'));
    perform core.comment_moderate(site_id, id, false) from comment
    where remote = _actor and relayed and hidden_at is null;
    update comment set state = 'deleted', text = '', url = null, lang = null,
        doc = null, relayed = false
    where remote = _actor;
end $$;
