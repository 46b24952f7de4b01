-- courier.dev_mail_store(site, recipient, subject, body) - for /dev/mail
--
-- Called in development only; the last 200 of a site are kept.  Nothing is
-- kept of a site under a name that citizens can come to, whatever the
-- settings say: who reads such a mail can sign in another's name.
--
-- Answers  {"id": number, or null where nothing is kept}
create function courier.dev_mail_store(
    _site int, _recipient text, _subject text, _body text)
returns jsonb
language plpgsql security definer set search_path = placet, pg_temp as $$
declare
    _id bigint;
begin
    if not exists (
        select from site where id = _site and core.host_reserved(host)) then
        return '{"id": null}';
    end if;
    insert into dev_mail (site_id, recipient, subject, body)
    values (_site, _recipient, _subject, _body)
    returning id into _id;
    delete from dev_mail where site_id = _site and id in (
        select id from dev_mail where site_id = _site
        order by id desc offset 200);
    return jsonb_build_object('id', _id);
end $$;
