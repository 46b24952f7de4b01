-- web.dev_mail_get(site, id) - GET /dev/mail/{}: one of them, links apart
--
-- Answers  {"mail": {"id", "at", "recipient", "subject", "body",
--          "links": [...]}}
-- Raises   PL404 page.unknown
create function web.dev_mail_get(_site int, _id text) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
declare
    _doc jsonb;
begin
    select jsonb_build_object(
        'id', id, 'at', core.stamp(at), 'recipient', recipient,
        'subject', subject, 'body', body,
        'links', to_jsonb(array(
            select distinct m[1]
            from regexp_matches(body, 'https?://[^\s<>"]+', 'g') m)))
    into _doc
    from dev_mail
    where (site_id, id) = (_site, core.petition_number(_id));
    if not found then
        perform core.refuse(404, 'page.unknown');
    end if;
    return jsonb_build_object('mail', _doc);
end $$;
