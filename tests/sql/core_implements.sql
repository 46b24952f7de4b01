-- core.implements: what we say we can do
begin;
select plan(1);
set local search_path = placet, pg_temp, public;
select is(jsonb_path_query_array(core.implements(), '$[*].name'),
    '["Placet 1", "RFC-9421: HTTP Message Signatures"]', 'both, by name');

select finish();
rollback;
