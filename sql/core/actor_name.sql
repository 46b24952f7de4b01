-- core.actor_name(actor) - the user name of a local actor's handle
create function core.actor_name(_actor int) returns text
language sql immutable as $$
    select case _actor
        when 0 then 'placet'
        when -1 then 'mairie'
        else 'petition-' || _actor end
$$;
