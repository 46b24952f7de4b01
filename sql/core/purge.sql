-- core.purge(kind, n) - what has had its time, at most n rows of one kind
--
-- Rows are locked before they are judged, and passed over where somebody else
-- has them: who comes back this very moment is not lost.
--
-- Answers  how many there were
create function core.purge(_kind text, _n int) returns int
language plpgsql as $$
declare
    _ids text[];
    _rows int;
begin
    case _kind
    when 'seen' then
        delete from seen where ctid = any (array(
            select ctid from seen where at < now() - interval '30 days'
            order by at limit _n));
    when 'grave' then
        delete from grave where ctid = any (array(
            select ctid from grave
            where at < greatest(now() - interval '30 days', (
                select at from grave order by at desc
                offset 1000000 limit 1))
            order by at limit _n));
    when 'deferred' then
        delete from deferred where ctid = any (array(
            select ctid from deferred where at < now() - interval '1 day'
            limit _n));
    when 'letter' then
        delete from letter where ctid = any (array(
            select ctid from letter where at < now() - interval '9 days'
                and (leased_until is null or leased_until < now())
            limit _n for update skip locked));
    when 'errand' then
        delete from errand where ctid = any (array(
            select ctid from errand where at < now() - interval '8 days'
            limit _n));
    when 'orphan' then
        delete from orphan where ctid = any (array(
            select ctid from orphan where at < now() - interval '1 day'
            limit _n));
    when 'fetch_failed' then
        delete from fetch_failed where ctid = any (array(
            select ctid from fetch_failed
            where until < now() - interval '7 days' limit _n));
    when 'host_failed' then
        delete from host_failed where ctid = any (array(
            select ctid from host_failed
            where until < now() - interval '7 days' limit _n));
    when 'inbox_gone' then
        delete from inbox_gone where ctid = any (array(
            select ctid from inbox_gone
            where at < now() - interval '14 days' limit _n));
    when 'comment' then
        delete from comment where ctid = any (array(
            select ctid from comment where state = 'deleted'
                and received_at < now() - interval '30 days'
            limit _n));
    when 'comment_doc' then
        update comment set doc = null where ctid = any (array(
            select ctid from comment where doc is not null
                and received_at < now() - interval '30 days'
            limit _n));
    when 'relay' then
        delete from act where ctid = any (array(
            select ctid from act where reach = 'group'
                and at < now() - interval '14 days'
            order by at limit _n));
    when 'flag' then
        delete from flag where ctid = any (array(
            select ctid from flag where state = 'closed'
                and at < now() - interval '1 year'
            limit _n));
    when 'report' then
        delete from report where ctid = any (array(
            select ctid from report
            where at < now() - interval '1 year' limit _n));
    when 'remote' then
        _ids := array(
            select id from remote r
            where fetched_at < now() - interval '30 days'
                and not exists (select from follower where remote = r.id)
                and not exists (select from comment where remote = r.id)
                and not exists (select from support where remote = r.id)
                and not exists (select from quote where remote = r.id)
            order by fetched_at limit _n for update skip locked);
        delete from remote r where id = any (_ids)
            and not exists (select from follower where remote = r.id)
            and not exists (select from comment where remote = r.id)
            and not exists (select from support where remote = r.id)
            and not exists (select from quote where remote = r.id);
    when 'peer' then
        delete from peer where ctid = any (array(
            select ctid from peer p
            where (dead_at < now() - interval '30 days'
                    or greatest(due_at, last_ok, scheme_at)
                        < now() - interval '180 days')
                and (leased_until is null or leased_until < now())
                and not exists (select from follower f
                    where (f.site_id, f.host) = (p.site_id, p.host))
                and not exists (select from letter l
                    where (l.site_id, l.host) = (p.site_id, p.host))
            limit _n for update skip locked));
    when 'groups' then
        -- Who reads groups is a setting, which may have changed.
        update peer set groups = core.group_aware(software)
        where groups <> core.group_aware(software);
    when 'count' then
        return (select coalesce(sum(core.act_bury(site_id, n)), 0) from (
            select a.site_id, array_agg(a.n) as n from (
                select a.* from act a join site s on s.id = a.site_id
                where kind = 'count' and not gone
                    and at < now() - interval '1 day'
                    and exists (select from act b
                        where b.kind = 'count' and not b.gone
                        and (b.site_id, b.petition)
                            = (a.site_id, a.petition)
                        and b.n > a.n and b.n <= s.acts_signed)
                limit _n) a
            group by a.site_id) a);
    when 'mail' then
        delete from mail where ctid = any (array(
            select ctid from mail where sent_at < now() - interval '7 days'
                or (failed is not null
                    and due_at < now() - interval '30 days')
            limit _n));
    when 'mail_budget' then
        delete from mail_budget where ctid = any (array(
            select ctid from mail_budget
            where last_at < now() - interval '1 day' limit _n));
    end case;
    get diagnostics _rows = row_count;
    return _rows;
end $$;
