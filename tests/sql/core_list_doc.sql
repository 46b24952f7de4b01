-- core.list_doc: a page of a list
begin;
select plan(3);
select is(core.list_doc('[]', 1, 20, '/x/'), '{"petitions": [],
    "page_number": 1, "next": null, "previous": null, "total": 20}',
    'twenty fit on one');
select is(core.list_doc('[]', 1, 21, '/x/')->>'next', '/x/2',
    'the twenty-first needs another');
select is(core.list_doc('[]', 2, 21, '/x/')->>'previous', '/x/1',
    'which leads back');

select finish();
rollback;
