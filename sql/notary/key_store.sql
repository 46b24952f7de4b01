-- notary.key_store(site, rsa, ed25519) - the public keys of a site
--
-- Answers  nothing
create function notary.key_store(_site int, _rsa text, _ed25519 text)
returns void
language sql security definer set search_path = placet, pg_temp as $$
    update site set rsa = _rsa, ed25519 = _ed25519
    where id = _site and (rsa, ed25519) is distinct from (_rsa, _ed25519)
$$;
