-- web.receipt_get(site, petition, token) - what proves a signature
--
-- Ready once the signed checkpoint covers its leaf.  The tiles are those on
-- the path of the leaf and those of the right edge: all that an inclusion
-- proof needs, cut to the size of the checkpoint.  Whoever confirmed twice
-- by two mails gets the receipt of the one that counts.
--
-- Answers  {"state": "waiting|ready", <state>: true, "petition", "at"} and
--          when ready {"index", "entry", "checkpoint", "size", "vkey",
--          "tiles": [{"level", "n", "data"}], "salt_n", "salt_p",
--          "nullifier", "name", "commune", "uuid"}, bytes in hex
-- Raises   PL404 token.unknown, also for a claim not confirmed
create function web.receipt_get(_site int, _petition text, _token bytea)
returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _number int := core.petition_number(_petition);
    _s claim;
    _idx bigint;
    _l log;
    _doc jsonb;
begin
    select h.* into _s
    from claim c
    join claim h on (h.nullifier, h.petition, h.site_id)
        = (c.nullifier, c.petition, c.site_id)
    where (c.site_id, c.petition, c.token) = (_site, _number, _token)
        and h.head and h.signed_at is not null;
    if not found then
        perform core.refuse(404, 'token.unknown');
    end if;
    select * into _l from log where (site_id, item) = (_site, _number);
    _doc := jsonb_build_object(
        'petition', core.petition_ref(_site, _number),
        'at', core.stamp(_s.signed_at));
    -- Of the leaves of its lot the one that holds its commitment.
    select f.idx into _idx
    from lot t
    join leaf f on f.site_id = t.site_id and f.item = t.petition
        and f.idx >= t.first and f.idx < t.first + t.n
    where (t.site_id, t.petition, t.id) = (_site, _number, _s.lot)
        and position(_s.cn in f.entry) > 0;
    if _l.checkpoint is null or _idx is null or _idx >= _l.signed_size then
        return _doc || '{"state": "waiting", "waiting": true}';
    end if;
    return _doc || (
        select jsonb_build_object(
            'state', 'ready', 'ready', true,
            'index', _idx, 'entry', encode(f.entry, 'hex'),
            'checkpoint', _l.checkpoint, 'size', _l.signed_size,
            'vkey', core.vkey(_l.origin, _l.pub),
            'tiles', core.tiles_of(_site, _number, _idx, _l.signed_size),
            'salt_n', encode(_s.salt_n, 'hex'),
            'salt_p', encode(_s.salt_p, 'hex'),
            'nullifier', encode(_s.nullifier, 'hex'),
            'name', _s.name, 'commune', _s.commune, 'place', o.name,
            'uuid', replace(i.uuid::text, '-', ''))
        from leaf f
        join site i on i.id = _site
        left join commune o on o.insee = _s.commune
        where (f.site_id, f.item, f.idx) = (_site, _number, _idx));
end $$;
