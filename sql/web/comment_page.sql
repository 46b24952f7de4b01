-- web.comment_page(site, petition, page) - all comments that are shown
--
-- Answers  {"petition": core.petition_ref, "comments":
--          core.comments_shown, "page_number", "next", "previous", "total"}
-- Raises   PL404 petition.unknown, page.unknown, PL410 petition.withdrawn
create function web.comment_page(_site int, _petition text, _page text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _number int := core.petition_known(_site, _petition);
    _ref jsonb := core.petition_ref(_site, _number);
    _n int := core.page_number(_page);
    _path text := '/petitions/' || _number || '/comments';
    _total bigint;
begin
    if _ref is null then
        perform core.refuse(404, 'petition.unknown');
    elsif exists (select from petition where withdrawn_at is not null
        and (site_id, item) = (_site, _number)) then
        perform core.refuse(410, 'petition.withdrawn');
    end if;
    select count(*) into _total
    from comment
    where (site_id, petition, state) = (_site, _number, 'shown');
    if _n > 1 and _total <= 20 * (_n - 1) then
        perform core.refuse(404, 'page.unknown');
    end if;
    return jsonb_build_object(
        'petition', _ref,
        'comments', core.comments_shown(_site, _number, _n, 10000),
        'page_number', _n,
        'next', case when _total > 20 * _n
            then _path || '/page/' || _n + 1 end,
        'previous', case when _n > 1
            then _path || '/page/' || _n - 1 end,
        'total', _total);
end $$;
