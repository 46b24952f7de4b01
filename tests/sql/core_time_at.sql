-- core.time_at: times of others, or none
begin;
select plan(13);
set local search_path = placet, pg_temp, public;
select is(core.time_at(t), want::timestamptz, coalesce(t, 'nothing'))
from (values ('2026-02-03T04:05:06Z', '2026-02-03 04:05:06+00'),
    ('2026-02-03T04:05:06.789+02:00', '2026-02-03 02:05:06.789+00'),
    ('2026-02-03T04:05Z', '2026-02-03 04:05+00'),
    ('2026-02-30T00:00:00Z', null), ('2026-02-03T25:00:00Z', null),
    ('2026-02-03', null), ('2026-02-03 04:05:06', null), ('now', null),
    ('infinity', null), ('', null), ('0000-01-01T00:00:00Z', null),
    ('2026-02-03T04:05:06Z; drop', null), (null, null)) v (t, want);

select finish();
rollback;
