-- core.rungs_valid: thresholds of a petition
begin;
select plan(14);
select ok(core.rungs_valid(r), coalesce(r::text, 'null'))
from unnest(array[null, 'null', '[]', '[{"threshold": 1, "effect": "x"}]',
    '[{"threshold": "999999999", "effect": "x"}]']::jsonb[]) r;
select ok(not core.rungs_valid(r), left(r::text, 60))
from unnest(array['{}', '"x"', '[1]', '[{"threshold": 0, "effect": "x"}]',
    '[{"threshold": 1, "effect": ""}]', '[{"threshold": 1}]',
    '[{"effect": "x"}]',
    '[{"threshold": 1, "effect": "x"}, {"threshold": 1, "effect": "y"}]'
    ]::jsonb[]) r;
select ok(not core.rungs_valid(jsonb_agg(
    jsonb_build_object('threshold', n, 'effect', 'x'))), 'twenty-one')
from generate_series(1, 21) n;

select finish();
rollback;
