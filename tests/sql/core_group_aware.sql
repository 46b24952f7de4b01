-- core.group_aware: who reads announced activities
begin;
select plan(11);
set local search_path = placet, pg_temp, public;
select ok(core.group_aware(s), s) from unnest('{lemmy,piefed,mbin,kbin,nodebb,
    lotide}'::text[]) s;
select ok(not core.group_aware(s), coalesce(s, 'nobody knows'))
from unnest('{mastodon,gotosocial,placet,"",null}'::text[]) s;

select finish();
rollback;
