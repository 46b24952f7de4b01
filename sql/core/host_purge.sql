-- core.host_purge(site) - what is left of servers that are suspended
--
-- Nothing is sent there any more, and what came from there is not shown.  The
-- "offset 0" has each server looked up once, not for each of its rows.
create function core.host_purge(_site int) returns void
language plpgsql as $$
declare
    _hosts text[] := array(
        select host from (
            select host from peer where site_id = _site
            union select host from follower where site_id = _site
            union select host from comment where site_id = _site
            union select host from letter where site_id = _site
            union select host from errand where site_id = _site
            union select host from deferred where site_id = _site
            union select r.host from follower f join remote r
                on r.id = f.remote where f.site_id = _site
            union select r.host from support s join remote r
                on r.id = s.remote where s.site_id = _site
            union select r.host from quote q join remote r
                on r.id = q.remote where q.site_id = _site
            offset 0) h
        where core.host_level(_site, host) = 'suspend');
begin
    perform core.comments_told(array(
        select distinct site_id || ':' || petition from comment
        where site_id = _site and host = any (_hosts) and state = 'shown'));
    perform core.comment_moderate(site_id, id, false) from comment
    where site_id = _site and host = any (_hosts) and relayed
        and hidden_at is null;
    update comment set state = 'hidden', hidden_at = now()
    where site_id = _site and host = any (_hosts)
        and state in ('pending', 'shown');
    delete from follower f using remote r
    where f.site_id = _site and r.id = f.remote
        and (f.host = any (_hosts) or r.host = any (_hosts));
    delete from support s using remote r
    where s.site_id = _site and r.id = s.remote and r.host = any (_hosts);
    delete from quote q using remote r
    where q.site_id = _site and r.id = q.remote and r.host = any (_hosts);
    delete from letter where site_id = _site and host = any (_hosts);
    delete from errand where site_id = _site and host = any (_hosts);
    delete from deferred where site_id = _site and host = any (_hosts);
    delete from peer where site_id = _site and host = any (_hosts);
    perform pg_notify('key', '');
end $$;
