-- notary.elect() - become the one notary of this database
--
-- The lock belongs to the session: it is lost with the connection, and the
-- server frees it only when what that connection was doing has ended.
--
-- Answers  true, or false while another one holds it
create function notary.elect()
returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    select to_jsonb(pg_try_advisory_lock(hashtext('placet/notary')));
$$;
