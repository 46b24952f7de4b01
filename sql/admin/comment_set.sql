-- admin.comment_set(host, id, state) - show a reply from elsewhere, or not
--
-- Answers  {"comment": {"id", "petition", "state"}}
-- Raises   PL404 site.unknown, comment.unknown, PL422 state.invalid
create function admin.comment_set(_host text, _id text, _state text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _petition int;
begin
    if coalesce(_state, '') not in ('shown', 'hidden') then
        perform core.refuse(422, 'state.invalid');
    end if;
    update comment set state = _state
    where (site_id, id) = (_site, core.petition_number(_id))
        and state <> 'deleted'
    returning petition into _petition;
    if not found then
        perform core.refuse(404, 'comment.unknown');
    end if;
    perform core.comments_told(array[_site || ':' || _petition]);
    return jsonb_build_object('comment', jsonb_build_object(
        'id', _id::int, 'petition', _petition, 'state', _state));
end $$;
