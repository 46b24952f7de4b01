-- courier.mail_take(limit, lease) - take mails that are due, for a while
--
-- Whoever takes a mail has it for `lease` seconds; a courier that dies leaves
-- it to the next one after that.  The attempt is the fence: what a courier
-- says later about a mail counts only if nobody took it since.
--
-- Answers  {"mails": [{"site", "id", "attempt", "kind", "lang", "petition",
--          "title", "uuid", "host", "name", "sealed"}]}, at most `limit`,
--          the longest due first
create function courier.mail_take(_limit int, _lease int) returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with due as (
        select site_id, id
        from mail
        where sent_at is null and failed is null and due_at <= now()
            and (leased_until is null or leased_until <= now())
        order by due_at
        limit _limit
        for update skip locked
    ), taken as (
        update mail m
        set attempts = attempts + 1,
            leased_until = now() + make_interval(secs => _lease)
        from due
        where (m.site_id, m.id) = (due.site_id, due.id)
        returning m.*
    )
    select jsonb_build_object('mails', coalesce(jsonb_agg(
        jsonb_build_object(
            'site', t.site_id, 'id', t.id, 'attempt', t.attempts,
            'kind', t.kind, 'lang', t.lang, 'petition', t.petition,
            'title', (select v.title from version v
                where (v.site_id, v.item) = (t.site_id, t.petition)
                order by v.n desc limit 1),
            'uuid', replace(s.uuid::text, '-', ''),
            'host', s.host, 'name', s.name,
            'sealed', encode(t.sealed, 'hex'))
        order by t.due_at, t.id), '[]'))
    from taken t
    join site s on s.id = t.site_id
$$;
