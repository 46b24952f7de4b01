-- web.petition_page(site, petition, lang) - a petition and what is said of it
--
-- For the page only: core.petition_doc alone is the JSON face.  Likes and
-- shares are counted apart, since none of them is a signature.
--
-- Answers  core.petition_doc and "fediverse": core.fediverse_doc with
--          "likes", "shares", "total": of comments, "comments":
--          core.comments_shown, "more": path of all of them or null
-- Raises   PL404 petition.unknown
create function web.petition_page(_site int, _petition text, _lang text)
returns json
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _doc json := core.petition_doc(_site, _petition);
    _number int := core.petition_number(_petition);
    _fediverse jsonb := core.fediverse_doc(_site, _number);
    _total bigint;
begin
    if _fediverse is null then
        return _doc;
    end if;
    select count(*) into _total
    from comment
    where (site_id, petition, state) = (_site, _number, 'shown');
    select _fediverse || jsonb_build_object(
        'likes', count(*) filter (where kind = 'like'),
        'shares', count(*) filter (where kind = 'share'),
        'total', _total,
        'comments', core.comments_shown(_site, _number, 1, 1500),
        'more', case when _total > 20
            then '/petitions/' || _number || '/comments' end)
    into _fediverse
    from (select kind from support
        where (site_id, petition) = (_site, _number)
        group by remote, kind) s;
    return json_build_object('petition', _doc->'petition',
        'fediverse', _fediverse);
end $$;
