-- web.act_get(site, n) - GET /acts/{}: an activity with its proof
--
-- Not one that passes on the words of others, who may take them back.
--
-- Raises   PL404 act.unknown
create function web.act_get(_site int, _n text) returns json
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _doc json;
begin
    select a.doc::json into _doc from act a join site s on s.id = a.site_id
    where a.site_id = _site and a.n = core.petition_number(_n)
        and a.n <= s.acts_signed and a.reach <> 'group';
    if not found then
        perform core.refuse(404, 'act.unknown');
    end if;
    return _doc;
end $$;
