-- core.inbox_create(site, actor, doc, text) - Create: a reply is a comment
--
-- Of what is said in the thread of a petition, in public, by the one who
-- says so.  `text` is its content without HTML.  A note with a name and no
-- content is a vote in a poll, here and everywhere.  Its page must be of the
-- same server, or people would be led elsewhere under its name.
create function core.inbox_create(
    _site int, _actor text, _doc jsonb, _text text)
returns void
language plpgsql as $$
declare
    _o jsonb := _doc->'object';
    _id text := _o->>'id';
    _url text := core.id_of(_o->'url');
    _petition int;
begin
    if jsonb_typeof(_o) is distinct from 'object' or _id is null
        or core.id_of(_o->'attributedTo') is distinct from _actor
        or core.url_host(_id) is distinct from core.url_host(_actor)
        or octet_length(_id) > 2048
        or coalesce(_text, '') !~ '\S'
        or not core.is_public(_o) then
        return;
    end if;
    _petition := core.petition_at(_site, core.id_of(_o->'inReplyTo'));
    if _petition is null or exists (select from grave
        where (site_id, object, remote)
            = (_site, sha256(convert_to(_id, 'UTF8')), _actor)) then
        return;
    end if;
    insert into comment (site_id, petition, object, remote, host, reply_to,
        url, text, lang, published_at)
    values (_site, _petition, _id, _actor, core.url_host(_actor),
        core.id_of(_o->'inReplyTo'),
        case when core.url_host(_url) = core.url_host(_actor)
            and octet_length(_url) <= 2048 then _url end,
        left(_text, 10000),
        (select lower(k) from jsonb_object_keys(
            case jsonb_typeof(_o->'contentMap') when 'object'
            then _o->'contentMap' else '{}' end) k
        where k ~ '^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$' limit 1),
        least(coalesce(core.time_at(_o->>'published'), now()), now()))
    on conflict do nothing;
end $$;
