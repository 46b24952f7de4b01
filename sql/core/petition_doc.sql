-- core.petition_doc(site, segment) - the whole document of a petition
--
-- plpgsql although it is one statement: its plan outlives the call, that of
-- a function in language sql does not.
--
-- Answers  {"petition": {...}}
-- Raises   PL404 petition.unknown
create function core.petition_doc(_site int, _segment text) returns jsonb
language plpgsql stable as $$
declare
    _petition int := core.petition_number(_segment);
    _doc jsonb;
begin
    select jsonb_build_object(
        'id', i.id, 'title', v.title, 'body', v.body, 'lang', v.lang,
        'author', v.author, 'addressee', p.addressee,
        'state', case when p.closes_at > now() then 'open' else 'closed' end,
        'open', p.closes_at > now(),
        'opened_at', core.stamp(p.opened_at),
        'closes_at', core.stamp(p.closes_at),
        'closed_at', core.stamp(p.closed_at),
        'place', (
            select jsonb_build_object('insee', c.insee, 'name', c.name,
                'departement', d.name)
            from commune c
            join departement d on d.code = c.departement
            where c.insee = i.place),
        'count', n.count,
        'rungs', (
            select coalesce(jsonb_agg(jsonb_build_object(
                'threshold', r.threshold, 'effect', r.effect,
                'reached_at', core.stamp(r.reached_at),
                'reached', r.reached_at is not null
                    or r.threshold <= n.count)
                order by r.threshold), '[]')
            from rung r
            where (r.site_id, r.petition) = (i.site_id, i.id)),
        'next', core.rung_next(i.site_id, i.id, n.count),
        'hash', encode(v.hash, 'hex'),
        'log', jsonb_build_object(
            'origin', l.origin, 'size', l.signed_size,
            'vkey', core.vkey(l.origin, l.pub),
            'signed_at', core.stamp(l.signed_at)),
        'url', '/petitions/' || i.id)
    into _doc
    from item i
    join petition p on (p.site_id, p.item) = (i.site_id, i.id)
    join version v on (v.site_id, v.item, v.n)
        = (i.site_id, i.id, i.version)
    join log l on (l.site_id, l.item) = (i.site_id, i.id)
    cross join lateral (
        select l.signs - l.withdrawn - l.invalidated as count) n
    where (i.site_id, i.id) = (_site, _petition);
    if not found then
        perform core.refuse(404, 'petition.unknown');
    end if;
    return jsonb_build_object('petition', _doc);
end $$;
