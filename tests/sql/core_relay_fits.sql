-- core.relay_fits: what may be in an act, which every reader can read
begin;
select plan(15);
set local search_path = placet, pg_temp, public;
select ok(core.relay_fits(d, 4096), left(d::text, 60))
from unnest(array['{}', '{"a": [1, -1.5, null, true, "x"]}',
    '{"n": 9007199254740991}', '{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":
    {"i":1}}}}}}}}}']::jsonb[]) d;
select ok(not core.relay_fits(d, 4096), coalesce(left(d::text, 60), 'nothing'))
from unnest(array[
    '{"n": 9007199254740992}', '{"n": -1e300}', '{"a": [{"b": 1e16}]}',
    jsonb_build_object('a', repeat('x', 4096)),
    '{"a":{"b":{"c":{"d":{"e":{"f":{"g":{"h":{"i":{"j":1}}}}}}}}}}',
    '[[[[[[[[[[1]]]]]]]]]]', null,
    to_jsonb(array_fill(1, array[1001]))]::jsonb[]) d;
select ok(core.relay_fits(jsonb_build_object('a', repeat('x', 4087)), 4096),
    'to the last byte');
select ok(core.relay_fits(to_jsonb(array_fill(1, array[999])), 32768),
    'a thousand values with their list');
select ok(not core.relay_fits(to_jsonb(array_fill(1, array[1000])), 32768),
    'and no more');

select finish();
rollback;
