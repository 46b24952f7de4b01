-- admin.site_policy(host, switch, value) - whom a site has to do with
--
-- "social" (who may follow and reply), "signatures" (who may collect them
-- elsewhere), "aggregation" (who may take the feed): "open", "allow" (servers
-- with that rule) or "off".  Nulls change nothing.
--
-- Answers  {"policy": {"social", "signatures", "aggregation"}}
-- Raises   PL404 site.unknown, PL422 switch.unknown, policy.invalid
create function admin.site_policy(_host text, _switch text, _value text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _s site;
begin
    if _switch not in ('social', 'signatures', 'aggregation') then
        perform core.refuse(422, 'switch.unknown');
    elsif _switch is not null and coalesce(_value, '')
        not in ('open', 'allow', 'off') then
        perform core.refuse(422, 'policy.invalid');
    end if;
    update site
    set social = case _switch when 'social' then _value else social end,
        signatures = case _switch when 'signatures' then _value
            else signatures end,
        aggregation = case _switch when 'aggregation' then _value
            else aggregation end
    where id = _site returning * into _s;
    if _switch is not null then
        notify site;
    end if;
    return jsonb_build_object('policy', jsonb_build_object(
        'social', _s.social, 'signatures', _s.signatures,
        'aggregation', _s.aggregation));
end $$;
