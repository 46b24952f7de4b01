-- web.mail_block(site, petition, token) - "it was not me": no more mail
--
-- Blocks the address on this site, and spoils the claim if it was not
-- confirmed: it expires now and forgets the name and the address.
--
-- Answers  {"blocked": true, "petition": core.petition_ref}
-- Raises   PL404 token.unknown
create function web.mail_block(_site int, _petition text, _token bytea)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _number int := core.petition_number(_petition);
begin
    insert into mail_block (site_id, lookup)
    select site_id, lookup from claim
    where (site_id, petition, token) = (_site, _number, _token)
    on conflict do nothing;
    update claim c
    set expires_at = least(expires_at, now()), name = '', sealed = null
    where (c.site_id, c.petition, c.token) = (_site, _number, _token)
        and not exists (
            select from claim h
            where (h.nullifier, h.petition, h.site_id)
                = (c.nullifier, c.petition, c.site_id)
                and h.head and h.signed_at is not null)
        and signed_at is null;
    return web.mail_block_show(_site, _petition, _token);
end $$;
