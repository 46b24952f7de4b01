-- admin.petition_close(host, petition) - close a petition before its time
--
-- From now on nobody can claim; who claimed before has a day more to
-- confirm, as after any closing.  The notary does what a closing means.
--
-- Answers  core.petition_doc
-- Raises   PL404 site.unknown, petition.unknown
--          PL409 petition.closed
create function admin.petition_close(_host text, _id text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _petition int := core.petition_open(_site, _id);
begin
    update petition set closes_at = now()
    where (site_id, item) = (_site, _petition);
    perform pg_notify('petition', _site || ':' || _petition);
    return core.petition_doc(_site, _id);
end $$;
