-- admin.site_rekey(host) - replace the key that signs a site's requests
--
-- The notary has it done; other servers are told, and the old key is lost nine
-- days later.  Not again before that.
--
-- Answers  {"rekey": {"wanted_at"}}
-- Raises   PL404 site.unknown, PL409 key.changing, PL503 busy: the site has no
--          key yet
create function admin.site_rekey(_host text) returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _s site;
begin
    select * into _s from site where id = _site for update;
    if _s.rsa is null then
        perform core.refuse(503, 'busy');
    elsif _s.rekey_wanted is not null or _s.rsa_old is not null then
        perform core.refuse(409, 'key.changing');
    end if;
    update site set rekey_wanted = now() where id = _site;
    return jsonb_build_object('rekey', jsonb_build_object(
        'wanted_at', core.stamp(now())));
end $$;
