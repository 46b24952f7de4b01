-- core.mail_allowed: how many mails an address may get
begin;
select plan(8);
\ir fixture.psql
set local search_path = placet, pg_temp, public;
select ok(core.mail_allowed(1, b32(1), 1), 'the first');
select ok(not core.mail_allowed(1, b32(1), 1), 'not the same again');
select ok(core.mail_allowed(1, b32(2), 1), 'somebody else');
select ok(core.mail_allowed(1, b32(1), p), 'petition ' || p)
from generate_series(2, 3) p;
select ok(not core.mail_allowed(1, b32(1), 4), 'not a fourth petition');
select ok(core.mail_allowed(2, b32(1), 4), 'on another site yes');
insert into mail_block (site_id, lookup) values (1, b32(7));
select ok(not core.mail_allowed(1, b32(7), 1), 'not who wants none');

select finish();
rollback;
