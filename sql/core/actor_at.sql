-- core.actor_at(site, url) - the local actor of this URL, or null
--
-- Exactly its URL: nothing is added, dropped or folded.
create function core.actor_at(_site int, _url text) returns int
language plpgsql stable as $$
declare
    _origin text := core.origin(_site);
    _path text := case when starts_with(_url, _origin || '/')
        then substr(_url, length(_origin) + 1) end;
    _petition int := core.petition_number(
        substring(_path from '^/petitions/([1-9][0-9]*)/actor$'));
begin
    if _path = '/actor' then
        return 0;
    elsif _path = '/commune' then
        return -1;
    end if;
    return (select item from petition
        where (site_id, item) = (_site, _petition));
end $$;
