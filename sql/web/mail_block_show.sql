-- web.mail_block_show(site, petition, token) - is this address blocked?
--
-- Answers  {"blocked": bool, "petition": core.petition_ref}
-- Raises   PL404 token.unknown
create function web.mail_block_show(_site int, _petition text, _token bytea)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _number int := core.petition_number(_petition);
    _blocked boolean;
begin
    select b.lookup is not null into _blocked
    from claim c
    left join mail_block b on (b.site_id, b.lookup) = (c.site_id, c.lookup)
    where (c.site_id, c.petition, c.token) = (_site, _number, _token);
    if not found then
        perform core.refuse(404, 'token.unknown');
    end if;
    return jsonb_build_object('blocked', _blocked,
        'petition', core.petition_ref(_site, _number));
end $$;
