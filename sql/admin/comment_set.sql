-- admin.comment_set(host, id, state) - show a reply from elsewhere, or not
--
-- Answers  {"comment": {"id", "petition", "state"}}
-- Raises   PL404 site.unknown, comment.unknown, PL422 state.invalid
create function admin.comment_set(_host text, _id text, _state text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _c comment;
begin
    if coalesce(_state, '') not in ('shown', 'hidden') then
        perform core.refuse(422, 'state.invalid');
    end if;
    select * into _c from comment
    where (site_id, id) = (_site, core.petition_number(_id))
        and state <> 'deleted' for no key update;
    if not found then
        perform core.refuse(404, 'comment.unknown');
    end if;
    if _c.state <> _state then
        perform core.comment_moderate(_site, _c.id, _state = 'shown');
        perform core.comments_told(array[_site || ':' || _c.petition]);
    end if;
    return jsonb_build_object('comment', jsonb_build_object(
        'id', _c.id, 'petition', _c.petition, 'state', _state));
end $$;
