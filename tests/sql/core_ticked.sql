-- core.ticked: a box of a form
begin;
select plan(9);
select is(core.ticked(v), want, format('%L', v))
from (values ('1', true), ('on', true), ('yes', true), ('', false),
    ('0', false), ('no', false), ('Off', false), ('false', false),
    (null, false)) t (v, want);

select finish();
rollback;
