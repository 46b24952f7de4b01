-- core.name_typed: a name as we keep it
begin;
select plan(16);
select is(core.name_typed(v), want, format('%L', v))
from (values ('Ève', 'Ève'), ('  a   b ', 'a b'), (U&'E\0300ve', 'Ève'),
    (U&'a\00A0b', 'a b'), (U&'a\202Fb', 'a b'), ('', ''), (null, ''),
    (U&'\200B', ''), (E'a\nb', null), (E'a\rb', null), (E'a\tb', null),
    (U&'a\0085b', null), (U&'a\2028b', null), (U&'a\202Eb', null),
    (U&'a\2066b', null), ('علي 🌳', 'علي 🌳')) t (v, want);

select finish();
rollback;
