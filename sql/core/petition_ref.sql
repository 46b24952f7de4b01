-- core.petition_ref(site, petition) - just enough to name and link it
--
-- Answers  {"id", "title", "lang", "url"}, null if there is none
create function core.petition_ref(_site int, _petition int) returns jsonb
language plpgsql stable as $$
begin
    return (
        select jsonb_build_object(
            'id', i.id, 'title', v.title, 'lang', v.lang,
            'url', '/petitions/' || i.id)
        from item i
        join version v on (v.site_id, v.item, v.n)
            = (i.site_id, i.id, i.version)
        where (i.site_id, i.id) = (_site, _petition)
            and i.kind = 'petition');
end $$;
