-- admin.flag_send(host, about, text) - report to those who run a server
--
-- `about` is the number or the URL of a comment, or the URL of an account that
-- is known here.  The site speaks, never a person.  The same within a day is
-- said once.
--
-- Answers  {"flag": {"id", "actor", "objects": [URL], "sent"}}
-- Raises   PL404 site.unknown, subject.unknown, PL409 peer.blocked, PL422
--          text.invalid, PL503 busy: too much waits to go there
create function admin.flag_send(_host text, _about text, _text text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _site int := core.site_at(_host);
    _c comment;
    _r remote;
    _site_actor text := core.actor_url(_site, 0);
    _inbox text;
    _objects text[];
    _id bytea;
    _flag text;
    _sent boolean;
begin
    if coalesce(length(_text), 0) not between 1 and 5000 then
        perform core.refuse(422, 'text.invalid');
    end if;
    select * into _c from comment
    where site_id = _site and state <> 'deleted'
        and (id = core.petition_number(_about) or object = _about);
    select * into _r from remote
    where id = coalesce(_c.remote, _about) and gone_at is null;
    _inbox := coalesce(_r.shared_inbox, _r.inbox);
    if _r.id is null then
        perform core.refuse(404, 'subject.unknown');
    elsif core.host_level(_site, _r.host) = 'suspend' then
        perform core.refuse(409, 'peer.blocked');
    elsif (select count(*) from (select from letter
        where host = core.url_host(_inbox) limit 256) l) = 256 then
        perform core.refuse(503, 'busy');
    end if;
    _objects := array_remove(array[_r.id, _c.object], null);
    _id := sha256(convert_to(array_to_string(_objects || _text, ' '), 'UTF8'));
    insert into report (site_id, id, remote, objects, text)
    values (_site, _id, _r.id, _objects, _text)
    on conflict (site_id, id) do update
    set times = report.times + 1, at = now()
    where report.at < now() - interval '1 day';
    _sent := found;
    select _site_actor || '#flag/' || encode(_id, 'hex') || '/' || times
    into _flag from report where (site_id, id) = (_site, _id);
    if _sent then
        perform core.letter_new(_site, 0, _inbox, jsonb_build_object(
            '@context', 'https://www.w3.org/ns/activitystreams',
            'id', _flag, 'type', 'Flag', 'actor', _site_actor,
            'to', jsonb_build_array(_r.id),
            'object', to_jsonb(_objects), 'content', _text));
    end if;
    return jsonb_build_object('flag', jsonb_build_object('id', _flag,
        'actor', _r.id, 'objects', to_jsonb(_objects), 'sent', _sent));
end $$;
