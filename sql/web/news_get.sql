-- web.news_get(site, segment, n) - GET /petitions/{}/news/{}
--
-- Answers  core.news_doc, or a Tombstone once the petition was taken back
-- Raises   PL404 news.unknown
create function web.news_get(_site int, _petition text, _n text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _note jsonb := core.news_doc(_site, core.petition_number(_petition),
        core.petition_number(_n));
begin
    if _note is null then
        perform core.refuse(404, 'news.unknown');
    elsif exists (select from petition where withdrawn_at is not null
        and (site_id, item) = (_site, core.petition_number(_petition))) then
        return core.tombstone_doc(_site, core.petition_number(_petition))
            || jsonb_build_object('id', _note->'id');
    end if;
    return _note;
end $$;
