-- core.group_aware: who reads announced activities
begin;
select plan(16);
set local search_path = placet, pg_temp, public;
select ok(core.group_aware(s), s) from unnest('{lemmy,piefed,mbin,kbin,nodebb,
    lotide}'::text[]) s;
select ok(not core.group_aware(s), coalesce(s, 'nobody knows'))
from unnest('{mastodon,gotosocial,placet,"",null}'::text[]) s;

set local placet.groups = 'lemmy,guppe';
select is(core.group_aware(s), b, s || ' by our own list')
from (values ('guppe', true), ('lemmy', true), ('nodebb', false)) t (s, b);
set local placet.groups = '-';
select ok(not core.group_aware(s), 'nobody: ' || s)
from unnest('{lemmy,""}'::text[]) s;

select finish();
rollback;
