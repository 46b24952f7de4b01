-- web.news_get(site, segment, n) - GET /petitions/{}/news/{}
--
-- Answers  core.news_doc
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
    end if;
    return _note;
end $$;
