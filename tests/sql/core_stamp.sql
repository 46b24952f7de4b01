-- core.stamp: times in documents
begin;
select plan(3);
set local timezone = 'Pacific/Noumea';
select is(core.stamp('2026-03-29 02:30:00.987+02'), '2026-03-29T00:30:00Z',
    'UTC, whole seconds, whatever the session thinks');
select is(core.stamp('0999-01-01 00:00:00+00'), '0999-01-01T00:00:00Z',
    'four digits of the year');
select is(core.stamp(null), null, 'null is null');

select finish();
rollback;
