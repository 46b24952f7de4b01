-- core.petition_number: the number in a path
begin;
select plan(13);
select is(core.petition_number(s), n, format('%L', s))
from (values ('1', 1), ('42', 42), ('999999999', 999999999), ('0', null),
    ('01', null), ('-1', null), ('+1', null), (' 1', null), ('1x', null),
    (E'1\n', null), ('1000000000', null), ('', null), (null, null)
    ) t (s, n);

select finish();
rollback;
