-- core.as_context: contexts that peers carry with them, terms inline
begin;
select plan(2);
set local search_path = placet, pg_temp, public;
select results_eq($$ select value #>> '{}' from
    jsonb_array_elements(core.as_context())
    where jsonb_typeof(value) = 'string' $$,
    $$ values ('https://www.w3.org/ns/activitystreams'),
    ('https://w3id.org/security/data-integrity/v1') $$,
    'only these two are named');
select ok(core.as_context()->2 ?& '{petition,Petition,title,petitionState,
    signatureCount,countedAt,threshold,opensAt,closesAt,territory,signatures,
    Hashtag,interactionPolicy,canLike,canReply,
    canAnnounce,canQuote,automaticApproval}'::text[],
    'each other term of our notes is defined inline');

select finish();
rollback;
