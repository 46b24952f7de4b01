-- core.inbox_block(site, actor, doc) - Block: nothing of ours goes there
create function core.inbox_block(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
begin
    if core.actor_at(_site, core.id_of(_doc->'object')) is not null then
        insert into remote_block (site_id, remote) values (_site, _actor)
        on conflict do nothing;
        delete from follower where (site_id, remote) = (_site, _actor);
    end if;
end $$;
