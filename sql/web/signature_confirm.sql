-- web.signature_confirm(sites, petitions, tokens) - POST .../confirm/{token}
--
-- The hot path: a worker collects what arrives while the last batch is being
-- committed and sends it as one call, one array a column.  Signers only
-- insert; the notary numbers and counts.  Rows are inserted in the order of
-- their key, so that two workers with the same keys wait for each other and
-- never deadlock.  Confirming twice is confirming once.
--
-- What belongs to a petition is fetched and written out once a petition, not
-- once a row: hence the grouping, and json made as text, not jsonb.  The
-- plan is made for any batch, with an index look-up a row: one made for the
-- tables as they were this morning must not scan them tonight.
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
    _doc json;
begin
    with asked as (
        select site_id, core.petition_number(petition) as petition,
            array_agg(token) as tokens, array_agg(n) as ns
        from unnest(_site, _petition, _token) with ordinality
            a (site_id, petition, token, n)
        group by 1, 2
    ), known as materialized (
        select t.n, c.site_id, c.petition, c.token, c.nullifier, c.cn, c.cp,
            c.commune, ref.doc,
            case
            when c.token is null then 404
            when core.claim_in_time(c.created_at, p.closes_at)
                and c.expires_at > now() then 201
            -- Too late, unless it was confirmed before.
            when (select true from signature s
                where (s.site_id, s.petition, s.nullifier)
                    = (c.site_id, c.petition, c.nullifier)) then 200
            when core.claim_in_time(c.created_at, p.closes_at) then 410
            else 409 end as status,
            row_number() over (
                partition by c.site_id, c.petition, c.nullifier
                order by t.n) as turn
        from asked a
        left join petition p on (p.site_id, p.item)
            = (a.site_id, a.petition)
        left join item i on (i.site_id, i.id) = (p.site_id, p.item)
        left join version v on (v.site_id, v.item, v.n)
            = (i.site_id, i.id, i.version)
        cross join lateral (
            select json_build_object('id', i.id, 'title', v.title,
                'lang', v.lang, 'url', '/petitions/' || i.id)::text as doc
            offset 0) ref  -- a fence: once a petition
        cross join lateral unnest(a.tokens, a.ns) t (token, n)
        left join lateral (
            -- A fence: all three columns look up the index.  As a join,
            -- with statistics of a small table, two did and the token
            -- filtered every claim of the petition.
            select * from claim
            where (site_id, petition, token) = (p.site_id, p.item, t.token)
            limit 1) c on true
    ), signed as (
        insert into signature (site_id, petition, nullifier, token)
        select site_id, petition, nullifier, token
        from known
        where status = 201 and turn = 1
        order by site_id, petition, nullifier
        on conflict do nothing
        returning site_id, petition, token
    ), answered as materialized (
        -- Here and not as a join: this way it is one hash of the few that
        -- were inserted, however wrong the planner guesses their number.
        select *, case when status = 201 and turn = 1 then
            (site_id, petition, token) in (
                select site_id, petition, token from signed)
            else false end as new
        from known
    ), queued as (
        insert into inbox (site_id, petition, nullifier, cn, cp)
        select site_id, petition, nullifier, cn, cp
        from answered where new
    ), placed as (
        insert into signer_commune (site_id, commune)
        select distinct site_id, commune
        from answered a
        where new and commune is not null
            and (select true from signer_commune c
                where (c.site_id, c.commune) = (a.site_id, a.commune)) is null
        order by site_id, commune
        on conflict do nothing
    )
    select '[' || coalesce(string_agg(case status
        when 404 then '{"status": 404, "code": "token.unknown"}'
        when 409 then '{"status": 409, "code": "petition.closed"}'
        when 410 then '{"status": 410, "code": "token.expired"}'
        else '{"status": 200, "state": "confirmed", "new": '
            || case when new then 'true' else 'false' end
            || ', "petition": ' || doc || '}'
        end, ', ' order by n), '') || ']'
    into _doc
    from answered;
    return _doc;
end $$;
