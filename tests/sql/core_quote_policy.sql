-- core.quote_policy: what other servers read before they ask
begin;
select plan(1);
set local search_path = placet, pg_temp, public;
select is(core.quote_policy(), '{"canQuote": {"automaticApproval":
    ["https://www.w3.org/ns/activitystreams#Public"]}}', 'everybody may');

select finish();
rollback;
