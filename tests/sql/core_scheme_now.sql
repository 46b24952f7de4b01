-- core.scheme_now: what was understood is good for a month
begin;
select plan(3);
\ir fixture.psql
select is(core.scheme_now('rfc9421', now() - age::interval), want,
    coalesce(age, 'never'))
from (values ('29 days', 'rfc9421'), ('31 days', 'cavage'),
    (null, 'cavage')) t (age, want);

select finish();
rollback;
