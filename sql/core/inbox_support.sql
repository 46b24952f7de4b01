-- core.inbox_support(site, actor, doc, kind) - Like, Dislike, Announce
--
-- Of a petition or its news, each kept by itself, since who takes one back may
-- still like another; people are counted once.  Shown apart: none of these is
-- a signature.
create function core.inbox_support(
    _site int, _actor text, _doc jsonb, _kind text)
returns void
language plpgsql as $$
declare
    _id text := core.id_of(_doc->'object');
    _petition int;
    _news int;
begin
    if not starts_with(coalesce(_id, ''), core.origin(_site) || '/') then
        return;
    end if;
    _petition := core.petition_at(_site, _id);
    _news := core.news_number(_id);
    if _petition is not null
        and not core.petition_withdrawn(_site, _petition)
        and (_news = 0 or exists (select from news
            where (site_id, petition, n) = (_site, _petition, _news)
                and kind <> 'erratum')) then
        insert into support (site_id, petition, remote, kind, news, activity)
        values (_site, _petition, _actor, _kind, _news, _doc->>'id')
        on conflict (site_id, petition, remote, kind, news) do update
        set activity = excluded.activity;
    end if;
end $$;
