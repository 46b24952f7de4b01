-- web.petition_list(site, page) - all petitions, open or not, newest first
--
-- Answers  core.list_doc
-- Raises   PL404 page.unknown
create function web.petition_list(_site int, _page text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _n int := core.page_number(_page);
    _total bigint;
begin
    select count(*) into _total from petition
    where site_id = _site and withdrawn_at is null;
    if _n > 1 and _total <= 20 * (_n - 1) then
        perform core.refuse(404, 'page.unknown');
    end if;
    return core.list_doc(
        core.petition_listed(_site, array(
            select item from petition
            where site_id = _site and withdrawn_at is null
            order by item desc
            limit 20 offset 20 * (_n - 1))),
        _n, _total, '/petitions/page/');
end $$;
