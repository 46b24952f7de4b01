-- core.claim_errors: what is wrong with a form
begin;
select plan(6);
select is(core.claim_errors('{"postcode": "35000", "consent": "1"}', 'Ève',
    '35238', '[{"insee": "35238"}]'), '[]', 'nothing');
select is(core.claim_errors('{}', null, null, '[]'),
    '[{"field": "name", "code": "name.invalid"},
    {"field": "postcode", "code": "postcode.invalid"},
    {"field": "consent", "code": "consent.missing"}]', 'everything');
select is(core.claim_errors('{"postcode": "35140", "consent": "1"}', 'Ève',
    null, '[{"insee": "1"}, {"insee": "2"}]'),
    '[{"field": "commune", "code": "commune.choose"}]', 'a choice to make');
select is(core.claim_errors('{"postcode": "35140", "consent": "1"}', 'Ève',
    '3', '[{"insee": "1"}, {"insee": "2"}]'),
    '[{"field": "commune", "code": "commune.invalid"}]', 'a wrong choice');
select is(core.claim_errors('{"postcode": "35000", "consent": "1"}',
    repeat('é', 100), '35238', '[{"insee": "35238"}]'), '[]',
    'a hundred characters are a name');
select is(core.claim_errors('{"postcode": "35000", "consent": "1"}',
    repeat('é', 101), '35238', '[{"insee": "35238"}]'),
    '[{"field": "name", "code": "name.long"}]', 'one more is not');

select finish();
rollback;
