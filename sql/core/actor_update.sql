-- core.actor_update(site, actor) - an actor of ours has changed
create function core.actor_update(_site int, _actor int) returns void
language plpgsql as $$
declare
    _doc jsonb := core.actor_doc(_site, _actor);
begin
    perform core.act_new(_site, 'actor', _actor,
        case when _actor > 0 then _actor end, _doc->>'id', 'all',
        jsonb_build_object('type', 'Update',
            'to', jsonb_build_array(core.public()),
            'cc', jsonb_build_array(_doc->'followers'),
            'object', _doc - '@context'));
end $$;
