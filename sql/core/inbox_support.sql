-- core.inbox_support(site, actor, doc, kind) - Like, Dislike, Announce
--
-- Of a petition or its news.  Shown apart: none of these is a signature.
create function core.inbox_support(
    _site int, _actor text, _doc jsonb, _kind text)
returns void
language plpgsql as $$
declare
    _id text := core.id_of(_doc->'object');
    _petition int;
begin
    if not starts_with(coalesce(_id, ''), core.origin(_site) || '/') then
        return;
    end if;
    _petition := core.petition_at(_site, _id);
    if _petition is not null
        and not core.petition_withdrawn(_site, _petition) then
        insert into support (site_id, petition, remote, kind, activity)
        values (_site, _petition, _actor, _kind, _doc->>'id')
        on conflict (site_id, petition, remote, kind) do update
        set activity = excluded.activity;
    end if;
end $$;
