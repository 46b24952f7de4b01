-- web.signature_show(site, petition, token, lang) - where a claim stands
--
-- The page that the link of the mail leads to: it changes nothing, since
-- mail filters follow links.  "state" is also a member of that name, true,
-- for the template.
--
-- Answers  {"state": "pending|expired|confirmed|closed", <state>: true,
--          "petition": core.petition_ref, "name"}
-- Raises   PL404 token.unknown
create function web.signature_show(
    _site int, _petition text, _token bytea, _lang text)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _number int := core.petition_number(_petition);
    _state text;
    _name text;
begin
    select
        case
        when h.signed_at is not null then 'confirmed'
        when not core.claim_in_time(c.created_at, p.closes_at) then 'closed'
        when c.expires_at <= now() then 'expired'
        else 'pending' end,
        c.name
    into _state, _name
    from claim c
    join petition p on (p.site_id, p.item) = (c.site_id, c.petition)
    left join claim h on (h.nullifier, h.petition, h.site_id)
        = (c.nullifier, c.petition, c.site_id) and h.head
    where (c.site_id, c.petition, c.token) = (_site, _number, _token);
    if not found then
        perform core.refuse(404, 'token.unknown');
    end if;
    return jsonb_build_object('state', _state, _state, true, 'name', _name,
        'petition', core.petition_ref(_site, _number));
end $$;
