-- core.ask_at: later each time, and not all at once
begin;
select plan(5);
\ir fixture.psql
select ok(core.ask_at(n) between now() + mean::interval * 0.75
    and now() + mean::interval * 1.25, n || ': ' || mean)
from (values (0, '7 days'), (1, '1 hour'), (2, '6 hours'), (3, '36 hours'),
    (9, '7 days')) t (n, mean);

select finish();
rollback;
