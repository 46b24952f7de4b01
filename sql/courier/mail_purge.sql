-- courier.mail_purge() - forget what is no longer needed
--
-- Mails sent a week ago or given up a month ago, and budgets that have run
-- out: a budget holds the keyed hash of an address for a day, no longer.
--
-- Answers  {"mails": number, "budgets": number} that were forgotten
create function courier.mail_purge() returns jsonb
language sql security definer set search_path = placet, pg_temp as $$
    with mails as (
        delete from mail
        where sent_at < now() - interval '7 days'
            or (failed is not null and due_at < now() - interval '30 days')
        returning 1
    ), budgets as (
        delete from mail_budget where last_at < now() - interval '1 day'
        returning 1
    )
    select jsonb_build_object(
        'mails', (select count(*) from mails),
        'budgets', (select count(*) from budgets))
$$;
