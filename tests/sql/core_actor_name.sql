-- core.actor_name: the user names of our actors
begin;
select plan(3);
set local search_path = placet, pg_temp, public;
select is(core.actor_name(actor), name, name)
from (values (0, 'placet'), (-1, 'mairie'), (17, 'petition-17'))
    t (actor, name);

select finish();
rollback;
