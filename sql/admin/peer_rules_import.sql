-- admin.peer_rules_import(host, rules) - decide about many servers
--
-- `rules` is [{"host", "level", "note"}], at most 20,000; all of them or
-- none.  They replace what was decided about the same names.
--
-- Answers  {"rules": how many}
-- Raises   PL404 site.unknown
--          PL422 rules.invalid, host.invalid, level.invalid, note.invalid
create function admin.peer_rules_import(_host text, _rules jsonb)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _rule jsonb;
begin
    if jsonb_typeof(_rules) is distinct from 'array'
        or jsonb_array_length(_rules) > 20000 then
        perform core.refuse(422, 'rules.invalid');
    end if;
    for _rule in select jsonb_array_elements(_rules)
    loop
        perform core.peer_rule_put(
            _site, _rule->>'host', _rule->>'level', _rule->>'note');
    end loop;
    perform core.host_purge(_site);
    return jsonb_build_object('rules', jsonb_array_length(_rules));
end $$;
