-- web.dev_mail_list(site) - GET /dev/mail: what the courier would have sent
--
-- Answers  {"mails": [{"id", "at", "recipient", "subject"}]}, newest first
create function web.dev_mail_list(_site int) returns jsonb
language plpgsql stable security definer set search_path = placet, pg_temp
as $$
begin
    return jsonb_build_object('mails', (
        select coalesce(jsonb_agg(jsonb_build_object(
            'id', id, 'at', core.stamp(at), 'recipient', recipient,
            'subject', subject) order by id desc), '[]')
        from (
            select * from dev_mail where site_id = _site
            order by id desc limit 50) newest));
end $$;
