-- courier.purge(n) - what has had its time, n rows of a kind
--
-- Of a comment that was deleted its place is kept for a month.  Actors of whom
-- nothing is left are forgotten after one: they are fetched again if they
-- speak.  So are servers where nobody follows anything, a month after they
-- died or half a year after the last contact.  Of counts that were told the
-- newest of each petition stays; what was passed on is kept for a fortnight,
-- and what waits for a moderator to be for a month.  A budget of mails holds
-- the keyed hash of an address for a day, no longer.
--
-- Answers  {"more": whether there is more of any kind, "failed": ["kind: why"
--          of those that could not be looked through: the others were]}
create function courier.purge(_n int) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _kind text;
    _more boolean := false;
    _failed text[] := '{}';
begin
    foreach _kind in array '{seen,grave,deferred,letter,errand,orphan,
        fetch_failed,host_failed,inbox_gone,comment,comment_doc,relay,flag,
        report,remote,peer,groups,count,mail,mail_budget}'::text[]
    loop
        begin
            _more := core.purge(_kind, _n) >= _n or _more;
        exception when others then
            _failed := _failed || (_kind || ': ' || sqlerrm);
        end;
    end loop;
    return jsonb_build_object('more', _more, 'failed', to_jsonb(_failed));
end $$;
