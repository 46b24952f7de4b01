-- core.inbox_move(site, actor, doc) - Move: a follower has another name
--
-- Believed once the new actor, fetched, says that it was the old one too.
create function core.inbox_move(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
declare
    _target text := core.id_of(_doc->'target');
begin
    if core.id_of(_doc->'object') = _actor
        and core.url_host(_target) is not null and exists (
        select from follower where (site_id, remote) = (_site, _actor)) then
        update remote set moved_to = _target where id = _actor;
        perform core.errand_new(_site, 'actor', _target);
    end if;
end $$;
