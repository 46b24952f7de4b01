-- notary.rekey_forget(site) - keyd has lost the key that was replaced
--
-- Answers  nothing
create function notary.rekey_forget(_site int) returns void
language sql security definer set search_path = placet, pg_temp as $$
    update site set rsa_old = null, rekey_act = null where id = _site
$$;
