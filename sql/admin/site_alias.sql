-- admin.site_alias(host, change, actor) - which communes are this one now
--
-- "add" or "drop" an actor elsewhere, by its URL; null only lists.  Followers
-- are told; the other side may then move here.
--
-- Answers  {"aliases": [URL]}
-- Raises   PL404 site.unknown, alias.unknown, PL409 alias.many, PL422
--          alias.invalid, change.unknown
create function admin.site_alias(_host text, _change text, _actor text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _s site;
    _known boolean;
begin
    select * into _s from site where id = _site for update;
    _known := _actor = any (_s.aliases);
    if _change not in ('add', 'drop') then
        perform core.refuse(422, 'change.unknown');
    elsif _change = 'drop' and not coalesce(_known, false) then
        perform core.refuse(404, 'alias.unknown');
    elsif _change = 'add' and not coalesce(core.actor_valid(_actor)
        and not starts_with(_actor, core.origin(_site) || '/'), false) then
        perform core.refuse(422, 'alias.invalid');
    elsif _change = 'add' and not _known and cardinality(_s.aliases) >= 64
    then
        perform core.refuse(409, 'alias.many');
    elsif (_change = 'add') <> _known then
        update site
        set aliases = case when _known then array_remove(aliases, _actor)
            else aliases || _actor end
        where id = _site returning * into _s;
        notify site;
        -- Before there are keys nobody follows.
        if _s.rsa is not null then
            perform core.actor_update(_site, -1);
        end if;
    end if;
    return jsonb_build_object('aliases', to_jsonb(_s.aliases));
end $$;
