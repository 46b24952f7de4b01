-- core.petition_at(site, url) - the petition whose thread this URL is in
--
-- Its note, one of its news, or a comment that is known; null if none.  What
-- came from a server that is suspended now is not spoken of.
create function core.petition_at(_site int, _url text) returns int
language plpgsql stable as $$
declare
    _origin text := core.origin(_site);
    _petition int;
begin
    if starts_with(_url, _origin || '/') then
        _petition := core.petition_number(substring(
            substr(_url, length(_origin) + 1)
            from '^/petitions/([1-9][0-9]*)(?:/news/[1-9][0-9]{0,8})?$'));
        return (select item from petition
            where (site_id, item) = (_site, _petition));
    end if;
    return (select petition from comment
        where (site_id, object) = (_site, _url) and state <> 'deleted'
            and core.host_level(_site, host) <> 'suspend');
end $$;
