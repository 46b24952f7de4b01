-- notary.petition_notify: each petition once, in payloads that fit
begin;
select plan(4);
set local role placet_notary;

select is(notary.petition_notify('{1,1,2}', '{7,7,1}'), '{"petitions": 2}',
    'a petition that is named twice is told once');
select is(notary.petition_notify('{}', '{}'), '{"petitions": 0}',
    'nothing is nothing');
select is(notary.petition_notify(array_fill(2147483647, array[1000]),
    array(select generate_series(2147482648, 2147483647))),
    '{"petitions": 1000}', 'a thousand of the longest fit');
select lives_ok($$ select notary.petition_notify('{1}', '{1}') $$,
    'and it may be said again');

select finish();
rollback;
