-- admin.log_get(host, petition) - the state of a log, for `placet log check`
--
-- Answers  {"origin", "pub", "vkey", "size", "signed_size", "checkpoint",
--          "signed_at", "frontier", "signs", "withdrawn", "invalidated",
--          "halted", "resumed": [{"at", "halted", "size"}], "signatures",
--          "unnumbered", "waiting", "tiles": {level: hash}}: the three before
--          the last are rows of the signature table, those without a number,
--          and the inbox; a hash is SHA-256, in hex, of all tiles of a level,
--          each after its number in eight bytes
-- Raises   PL404 site.unknown, petition.unknown
create function admin.log_get(_host text, _id text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
    _petition int := core.petition_number(_id);
    _doc jsonb;
begin
    select jsonb_build_object(
        'origin', l.origin, 'pub', encode(l.pub, 'hex'),
        'vkey', core.vkey(l.origin, l.pub),
        'size', l.size, 'signed_size', l.signed_size,
        'checkpoint', l.checkpoint, 'signed_at', core.stamp(l.signed_at),
        'signs', l.signs, 'withdrawn', l.withdrawn,
        'frontier', encode(l.frontier, 'hex'),
        'invalidated', l.invalidated, 'halted', l.halted,
        'resumed', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'at', core.stamp(r.at), 'halted', r.halted, 'size', r.size)
                order by r.at), '[]')
            from log_resumed r
            where (r.site_id, r.item) = (l.site_id, l.item)),
        'signatures', s.signatures, 'unnumbered', s.unnumbered,
        'waiting', (
            select coalesce(sum(b.n), 0) from inbox b
            where (b.site_id, b.petition) = (l.site_id, l.item)),
        'tiles', (
            select coalesce(jsonb_object_agg(level, hash), '{}')
            from (select level, encode(sha256(string_agg(
                    int8send(n) || data, ''::bytea order by n)), 'hex')
                    as hash
                from tile t
                where (t.site_id, t.item) = (l.site_id, l.item)
                group by level) t))
    into _doc
    from log l
    cross join lateral (
        select count(*) as signatures,
            count(*) filter (where t.id is null) as unnumbered
        from signature s
        left join lot t on (t.site_id, t.petition, t.id)
            = (s.site_id, s.petition, s.lot)
        where (s.site_id, s.petition) = (l.site_id, l.item)) s
    where (l.site_id, l.item) = (_site, _petition);
    if not found then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return _doc;
end $$;
