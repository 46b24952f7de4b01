-- core.petition_doc(site, segment) - the whole document of a petition
--
-- plpgsql although it is one statement: its plan outlives the call, that of
-- a function in language sql does not.  json, not jsonb: it is written once
-- and read by nobody here, which spares a third of the time.
--
-- Answers  {"petition": {"id", "title", "body": Markdown, "lang", "author",
--          "addressee", "state": "open" or "closed", "open", "opened_at",
--          "closes_at", "closed_at", "place": {"insee", "name",
--          "departement"}, "count", "rungs": [{"threshold", "effect",
--          "reached_at", "reached"}], "next": {"threshold", "effect",
--          "percent", "missing"} or null, "answers", "errata": [{"n", "at",
--          "body": Markdown}], "hash": SHA-256 of the text in hex, "log": {"origin", "size", "vkey", "signed_at"}, "url"}}
-- Raises   PL404 petition.unknown, PL410 petition.withdrawn
create function core.petition_doc(_site int, _segment text) returns json
language plpgsql stable as $$
declare
    _petition int := core.petition_number(_segment);
    _withdrawn timestamptz;
    _doc json;
begin
    select json_build_object('petition', json_build_object(
        'id', i.id, 'title', v.title, 'body', v.body, 'lang', v.lang,
        'author', v.author, 'addressee', p.addressee,
        'state', case when p.closes_at > now() then 'open' else 'closed' end,
        'open', p.closes_at > now(),
        'opened_at', core.stamp(p.opened_at),
        'closes_at', core.stamp(p.closes_at),
        'closed_at', core.stamp(p.closed_at),
        'place', case when c.insee is not null then json_build_object(
            'insee', c.insee, 'name', c.name, 'departement', d.name) end,
        'count', n.count,
        'rungs', coalesce(r.rungs, '[]'),
        'next', r.ahead->0,
        'answers', coalesce(w.answers, '[]'),
        'errata', coalesce(w.errata, '[]'),
        'hash', encode(v.hash, 'hex'),
        'log', json_build_object(
            'origin', l.origin, 'size', l.signed_size,
            'vkey', core.vkey(l.origin, l.pub),
            'signed_at', core.stamp(l.signed_at)),
        'url', '/petitions/' || i.id)), p.withdrawn_at
    into _doc, _withdrawn
    from item i
    join petition p on (p.site_id, p.item) = (i.site_id, i.id)
    join version v on (v.site_id, v.item, v.n)
        = (i.site_id, i.id, i.version)
    join log l on (l.site_id, l.item) = (i.site_id, i.id)
    left join commune c on c.insee = i.place
    left join departement d on d.code = c.departement
    cross join lateral (
        select l.signs - l.withdrawn - l.invalidated as count) n
    cross join lateral (
        select
            json_agg(json_build_object(
                'threshold', threshold, 'effect', effect,
                'reached_at', core.stamp(reached_at),
                'reached', reached_at is not null or threshold <= n.count)
                order by threshold) as rungs,
            json_agg(json_build_object(
                'threshold', threshold, 'effect', effect,
                'percent', 100 * n.count / threshold,
                'missing', threshold - n.count)
                order by threshold)
                filter (where threshold > n.count) as ahead
        from rung
        where (site_id, petition) = (i.site_id, i.id)) r
    cross join lateral (
        select json_agg(said order by n) filter (where kind = 'answer')
                as answers,
            json_agg(said order by n) filter (where kind = 'erratum')
                as errata
        from (select n, kind, json_build_object('n', n,
                'at', core.stamp(at), 'body', body) as said
            from news where (site_id, petition) = (i.site_id, i.id)
                and kind in ('answer', 'erratum')) s) w
    where (i.site_id, i.id) = (_site, _petition);
    if not found then
        perform core.refuse(404, 'petition.unknown');
    elsif _withdrawn is not null then
        perform core.refuse(410, 'petition.withdrawn');
    end if;
    return _doc;
end $$;
