-- core.actor_context: contexts that peers carry with them, terms inline
begin;
select plan(2);
set local search_path = placet, pg_temp, public;
select results_eq($$ select value #>> '{}' from
    jsonb_array_elements(core.actor_context())
    where jsonb_typeof(value) = 'string' $$,
    $$ values ('https://www.w3.org/ns/activitystreams'),
    ('https://w3id.org/security/v1') $$, 'only these two are named');
select ok(core.actor_context()->2 ?& '{Multikey,assertionMethod,featured,
    webfinger,implements,alsoKnownAs,movedTo,discoverable,
    manuallyApprovesFollowers}'::text[],
    'what an actor has more is defined inline');

select finish();
rollback;
