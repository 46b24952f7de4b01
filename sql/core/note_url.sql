-- core.note_url(site, petition) - the URL of a petition, page and note
create function core.note_url(_site int, _petition int) returns text
language sql stable as $$
    select core.origin(_site) || '/petitions/' || _petition
$$;
