-- web.webfinger_get(site, fields) - GET /.well-known/webfinger (RFC 7033)
--
-- "resource" is acct:user@host, the URL of an actor, that of a petition, or
-- the site's own (FEP-d556).  What is answered loops back: subject and self
-- are spelled as the actor spells them.
--
-- Answers  a JRD
-- Raises   PL400 resource.missing, PL404 actor.unknown
create function web.webfinger_get(_site int, _form text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp as $$
declare
    _resource text := _form::jsonb->>'resource';
    _origin text := core.origin(_site);
    _host text := core.authority(_site);
    _name text;
    _actor int;
    _url text;
begin
    if coalesce(_resource, '') = '' then
        perform core.refuse(400, 'resource.missing');
    end if;
    _name := lower(substring(_resource from '^(?:acct:)?@?([^@]+)@[^@]+$'));
    if _name is not null and lower(substring(_resource from '[^@]+$')) = _host
    then
        _actor := case _name when 'placet' then 0 when 'mairie' then -1
            else core.petition_number(substring(_name from '^petition-(.*)$'))
            end;
    elsif _resource in (_origin, _origin || '/') then
        _actor := 0;
    else
        _actor := core.actor_at(_site, _resource);
        -- A comment has a petition too, but lives elsewhere.
        if _actor is null and starts_with(_resource, _origin || '/') then
            _actor := core.petition_at(_site, _resource);
        end if;
    end if;
    if _actor > 0 and not exists (select from petition
        where (site_id, item) = (_site, _actor)) then
        _actor := null;
    end if;
    if _actor is null then
        perform core.refuse(404, 'actor.unknown');
    end if;
    _url := core.actor_url(_site, _actor);
    return jsonb_build_object(
        'subject', 'acct:' || core.actor_name(_actor) || '@' || _host,
        'aliases', jsonb_build_array(_url),
        'links', jsonb_build_array(
            jsonb_build_object('rel', 'self',
                'type', 'application/activity+json', 'href', _url),
            jsonb_build_object(
                'rel', 'http://webfinger.net/rel/profile-page',
                'type', 'text/html', 'href', case when _actor > 0
                    then core.note_url(_site, _actor)
                    else _origin || '/' end))
        || case when _actor = 0 then jsonb_build_array(jsonb_build_object(
            'rel', 'https://www.w3.org/ns/activitystreams#Service',
            'type', 'application/activity+json', 'href', _url))
        else '[]' end);
end $$;
