-- web.replies_page(site, segment, page) - GET /petitions/{}/replies/page/{}
--
-- Raises   PL404 petition.unknown, page.unknown
create function web.replies_page(_site int, _petition text, _page text)
returns json
language plpgsql stable security definer set search_path = placet, pg_temp as $$
begin
    return core.replies_page(_site, core.petition_known(_site, _petition),
        core.page_number(_page));
end $$;
