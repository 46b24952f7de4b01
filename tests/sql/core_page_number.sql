-- core.page_number: which page of a list
begin;
select plan(9);
select is(core.page_number('1'), 1, 'the first');
select is(core.page_number('9999'), 9999, 'the last');
select is(core.page_number(null), 1, 'none is the first');
select throws_ok(format('select core.page_number(%L)', s), 'PL404',
    'page.unknown', format('%L', s))
from unnest('{0,01,-1,x,10000,""}'::text[]) s;

select finish();
rollback;
