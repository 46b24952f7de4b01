-- core.claim_in_time: a day more for the mail
begin;
select plan(5);
select is(core.claim_in_time(now() + c, now() + p), want,
    format('claimed %s, closes %s', c, p))
from (values
    (interval '-1 hour', interval '1 hour', true),
    (interval '-2 hours', interval '-1 hour', true),
    (interval '-1 hour', interval '-2 hours', false),
    (interval '-1 hour', interval '-1 hour', false),
    (interval '-30 hours', interval '-24 hours', false)) t (c, p, want);

select finish();
rollback;
