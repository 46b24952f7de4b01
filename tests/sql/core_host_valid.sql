-- core.host_valid: names that a site may have
begin;
select plan(14);
select ok(core.host_valid(h), format('%L is one', h))
from unnest(array['a', 'a.example', 'A.Example', 'x-y.fr', '1.fr',
    'xn--e-ufa.fr']) h;
select ok(not core.host_valid(h), format('%L is none', left(h, 30)))
from unnest(array['', 'a.', '.a', '-a', 'a-', 'a b',
    repeat('abcdefghi.', 25) || 'abcd', null]) h;

select finish();
rollback;
