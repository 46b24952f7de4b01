-- core.refuse: a refusal is a status and a code
begin;
select plan(2);
select throws_ok($$ select core.refuse(404, 'x.unknown') $$, 'PL404',
    'x.unknown', 'the status is in the SQLSTATE');
select throws_ok($$ select core.refuse(422, 'x.invalid') $$, 'PL422',
    'x.invalid', 'the code is the message');

select finish();
rollback;
