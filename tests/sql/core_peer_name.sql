-- core.peer_name: a host name as rules have it
begin;
select plan(14);
set local search_path = placet, pg_temp, public;
select is(core.peer_name('M.Example'), 'm.example', 'in lower case');
select is(core.peer_name('localhost'), 'localhost', 'one label will do');
select throws_ok(format('select core.peer_name(%L)', h), 'PL422',
    'host.invalid', coalesce(h, 'nothing')) from unnest(array['', '.', 'a..b',
    '*.x.y', 'x.y.', 'x.y:80', 'é.y', 'https://x.y', 'x_y.z', '-x.y', ' x.y',
    null]) h;

select finish();
rollback;
