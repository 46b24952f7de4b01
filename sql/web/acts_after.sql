-- web.acts_after(site, n) - the feed of a site, from a place on
--
-- At most 500 acts after number n, and no more than 256 KiB of them but for
-- the first, as they were sent, proofs included; n is "0" to begin with.
-- Whoever was away asks from where it stopped.  Who has seen all may wait up
-- to 30 s for what comes next, with the header "Prefer: wait=30" (RFC 7240).
-- What was passed on of others is not there: they may take it back.
--
-- Answers  {"acts": [...], "last": number of the last one, or n}
-- Raises   PL404 act.unknown
create function web.acts_after(_site int, _n text) returns json
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _after bigint := case when _n ~ '^(0|[1-9][0-9]{0,17})$'
        then _n::bigint end;
    _doc json;
begin
    if _after is null then
        perform core.refuse(404, 'act.unknown');
    end if;
    select json_build_object('acts', coalesce(json_agg(doc::json order by n),
        '[]'), 'last', coalesce(max(n), _after)) into _doc
    from (select a.n, a.doc,
            sum(octet_length(a.doc)) over (order by a.n) as sum
        from act a join site s on s.id = a.site_id
        where a.site_id = _site and a.n > _after and a.n <= s.acts_signed
            and a.reach <> 'group'
        order by a.n limit 500) a
    where sum <= 262144 or sum = octet_length(doc);
    return _doc;
end $$;
