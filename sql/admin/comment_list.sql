-- admin.comment_list(host, state) - replies from elsewhere, newest first
--
-- `state` "pending", "shown" or "hidden"; null: any of these.
--
-- Answers  {"comments": [{"id", "petition", "state", "name", "actor", "text",
--          "object", "url", "published_at", "received_at"}]}, at most 1,000
-- Raises   PL404 site.unknown, PL422 state.invalid
create function admin.comment_list(_host text, _state text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _site int := core.site_at(_host);
begin
    if _state not in ('pending', 'shown', 'hidden') then
        perform core.refuse(422, 'state.invalid');
    end if;
    return jsonb_build_object('comments', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', c.id, 'petition', c.petition, 'state', c.state,
            'name', coalesce(nullif(r.name, ''), r.username),
            'actor', c.remote, 'text', c.text, 'object', c.object,
            'url', coalesce(c.url, c.object),
            'published_at', core.stamp(c.published_at),
            'received_at', core.stamp(c.received_at))
            order by c.id desc), '[]')
        from (
            select * from comment
            where site_id = _site and state <> 'deleted'
                and (_state is null or state = _state)
            order by id desc limit 1000) c
        join remote r on r.id = c.remote));
end $$;
