-- web.signature_confirm(sites, petitions, tokens) - POST .../confirm/{token}
--
-- The hot path: a worker collects what arrives while the last batch is being
-- committed and sends it as one call, one array a column.  A claim becomes a
-- signature in place; those of one petition are a lot, which the notary
-- numbers and counts.  Rows are taken in the order of their key, so that two
-- workers with the same keys wait for each other and never deadlock.
-- Confirming twice is confirming once.
--
-- One statement confirms what can be confirmed at once; what it left, one in
-- a thousand, is looked at row by row in core.signature_late().  The plan is
-- made for any batch: each claim is looked up by all three columns of its key
-- ("limit 1" is a fence, see DECISIONS 11) and then addressed by its place.
-- What belongs to a petition is fetched and written out once a petition:
-- hence the grouping, and json made as text, not jsonb.
--
-- Answers  an array, one element a row in their order:
--          {"status": 200, "state": "confirmed", "new": bool,
--          "petition": core.petition_ref} or {"status", "code"}:
--          404 token.unknown, 409 petition.closed, 410 token.expired
create function web.signature_confirm(
    _site int[], _petition text[], _token bytea[])
returns json
language plpgsql security definer set search_path = placet, pg_temp
set plan_cache_mode = force_generic_plan set enable_seqscan = off as $$
declare
    _done int[];
    _answers text[];
    _all text[];
    _at int;
begin
    with asked as (
        select a.site_id, a.petition, a.tokens, a.ns, p.closes_at,
            nextval('lot_id') as lot,
            '{"status": 200, "state": "confirmed", "new": true, "petition": '
            || json_build_object('id', i.id, 'title', v.title,
                'lang', v.lang, 'url', '/petitions/' || i.id)::text
            || '}' as answer
        from (
            select site_id, core.petition_number(petition) as petition,
                array_agg(token order by token) as tokens,
                array_agg(n order by token) as ns
            from unnest(_site, _petition, _token) with ordinality
                a (site_id, petition, token, n)
            group by 1, 2
            order by 1, 2) a
        join petition p on (p.site_id, p.item) = (a.site_id, a.petition)
        join item i on (i.site_id, i.id) = (a.site_id, a.petition)
        join version v on (v.site_id, v.item, v.n)
            = (a.site_id, a.petition, i.version)
        offset 0
    ), found as (
        select a.lot, a.closes_at, a.answer, t.token, t.n, c.row
        from asked a
        cross join lateral unnest(a.tokens, a.ns) t (token, n)
        cross join lateral (
            select ctid as row from claim
            where (site_id, petition, token)
                = (a.site_id, a.petition, t.token)
            limit 1) c
        offset 0
    ), signed as (
        update claim c set signed_at = now(), lot = f.lot
        from found f
        where c.ctid = f.row and c.token = f.token
            and c.head and c.signed_at is null and c.expires_at > now()
            and core.claim_in_time(c.created_at, f.closes_at)
        returning f.n, f.answer, c.site_id, c.petition, c.lot, c.commune,
            c.cn, c.cp
    ), queued as (
        insert into inbox (id, site_id, petition, n, rows, communes)
        select lot, min(site_id), min(petition), count(*),
            string_agg(cn || cp, ''::bytea), array_agg(distinct commune)
        from signed
        group by lot
    )
    select array_agg(n), array_agg(answer)
    into _done, _answers
    from (select n, answer from signed order by n) s;

    if cardinality(_done) is distinct from cardinality(_token) then
        for _n in 1 .. cardinality(_token) loop
            _at := array_position(_done, _n);
            _all[_n] := case when _at is null
                then core.signature_late(_site[_n],
                    core.petition_number(_petition[_n]), _token[_n])::text
                else _answers[_at] end;
        end loop;
        _answers := _all;
    end if;
    return '[' || coalesce(array_to_string(_answers, ', '), '') || ']';
end $$;
