-- core.interaction_policy: what other servers read before they ask
begin;
select plan(1);
set local search_path = placet, pg_temp, public;
select results_eq('select key, value from
    jsonb_each(core.interaction_policy()) order by 1', $$ select what,
    '{"automaticApproval": ["https://www.w3.org/ns/activitystreams#Public"]}'
    ::jsonb from unnest('{canAnnounce,canLike,canQuote,canReply}'::text[])
    what $$, 'everybody may, unasked');

select finish();
rollback;
