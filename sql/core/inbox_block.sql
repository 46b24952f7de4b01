-- core.inbox_block(site, actor, doc) - Block: nothing of ours goes there
--
-- What goes to people goes to those who follow.  Who follows again has thought
-- better of it; what else is said to one is an answer.
create function core.inbox_block(_site int, _actor text, _doc jsonb)
returns void
language plpgsql as $$
begin
    if core.actor_at(_site, core.id_of(_doc->'object')) is not null then
        delete from follower where (site_id, remote) = (_site, _actor);
    end if;
end $$;
