-- core.signature_late(site, petition, token) - confirm what is no plain case
--
-- For web.signature_confirm(), which has tried before: the claim is unknown,
-- too late or confirmed already, or it is not the head, because the person
-- claimed twice.  Then it becomes the head.  The lock is that of
-- core.mail_allowed(): claims of one person come one after the other.
--
-- Answers  one element of the answer of web.signature_confirm()
create function core.signature_late(
    _site int, _petition int, _token bytea)
returns jsonb
language plpgsql as $$
declare
    _c claim;
    _closes timestamptz;
    _answer jsonb := jsonb_build_object('status', 200, 'state', 'confirmed',
        'new', false, 'petition', core.petition_ref(_site, _petition));
begin
    perform pg_advisory_xact_lock(
        hashtextextended(encode(lookup, 'hex'), site_id))
    from claim
    where (site_id, petition, token) = (_site, _petition, _token);
    select c.* into _c
    from claim c
    where (site_id, petition, token) = (_site, _petition, _token)
    for update;
    if not found then
        return '{"status": 404, "code": "token.unknown"}';
    end if;
    -- The head too: it may be confirmed at this moment.
    perform from claim
    where (nullifier, petition, site_id) = (_c.nullifier, _petition, _site)
        and head
    for update;
    if exists (
        select from claim
        where (nullifier, petition, site_id)
            = (_c.nullifier, _petition, _site)
            and head and signed_at is not null) then
        return _answer;
    end if;
    select closes_at into _closes
    from petition where (site_id, item) = (_site, _petition);
    if not core.claim_in_time(_c.created_at, _closes) then
        return '{"status": 409, "code": "petition.closed"}';
    elsif _c.expires_at <= now() then
        return '{"status": 410, "code": "token.expired"}';
    end if;

    update claim set head = false
    where (nullifier, petition, site_id) = (_c.nullifier, _petition, _site)
        and head and token <> _token;
    update claim
    set head = true, signed_at = now(), lot = nextval('lot_id')
    where (site_id, petition, token) = (_site, _petition, _token)
    returning * into _c;
    insert into inbox (id, site_id, petition, n, rows, communes)
    values (_c.lot, _site, _petition, 1, _c.cn || _c.cp, array[_c.commune]);
    return _answer || '{"new": true}';
end $$;
