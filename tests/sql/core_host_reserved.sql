-- core.host_reserved: names that no citizen can come to
begin;
select plan(9);
select ok(core.host_reserved(h), format('%L is one', h))
from unnest(array['localhost', 'rennes.localhost', 'a.test', 'a.b.example',
    'x.invalid']) h;
select ok(not core.host_reserved(h), format('%L is none', h))
from unnest(array['rennes.fr', 'localhost.fr', 'mylocalhost', 'a.test.fr']) h;

select finish();
rollback;
