-- notary.key_take: sites without keys
begin;
select plan(3);
\ir fixture.psql
set local role placet_notary;
select is(notary.key_take(9), '[
    {"site": 1, "uuid": "0197a1c2d3e4f5061728394a5b6c7d8e"},
    {"site": 2, "uuid": "0297a1c2d3e4f5061728394a5b6c7d8e"}]', 'both');
select is(jsonb_array_length(notary.key_take(1)), 1, 'so many at most');
select notary.key_store(1, 'PEM', 'z6Mkabc') \g /dev/null
select is(jsonb_path_query_array(notary.key_take(9), '$[*].site'), '[2]',
    'not those that have them');

select finish();
rollback;
