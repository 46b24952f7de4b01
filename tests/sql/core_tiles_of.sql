-- core.tiles_of: the tiles that a proof needs, and no others
begin;
select plan(7);
\ir fixture.psql
create function public.tiles(_index bigint, _size bigint) returns text
language sql as $$
    select string_agg(concat_ws('/', t->>'level', t->>'n'), ' ')
    from jsonb_array_elements(core.tiles_of(1, 1, _index, _size)) t
$$;
set local search_path = placet, pg_temp, public;

select is(tiles(i, s), want, format('%s of %s', i, s))
from (values
    (0, 1, '0/0'),
    (5, 256, '0/0 1/0'),
    (5, 257, '0/0 0/1 1/0'),
    (256, 257, '0/1 1/0'),
    (65535, 65536, '0/255 1/0 2/0'),
    (70000, 200000, '0/273 0/781 1/1 1/3 2/0'),
    (199999, 200000, '0/781 1/3 2/0')) t (i, s, want);

select finish();
rollback;
