-- core.petition_publish(site, petition) - tell the fediverse of a petition
create function core.petition_publish(_site int, _petition int)
returns void
language plpgsql as $$
begin
    perform core.note_create(
        _site, _petition, 'create', core.note_doc(_site, _petition));
end $$;
