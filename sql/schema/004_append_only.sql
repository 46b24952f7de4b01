-- 004_append_only - what is written once and never changed
--
-- Functions do not change these rows anyway; the trigger is for the mistake
-- in a later function, and for a hand at the console.  It fires once a
-- statement, and never for an insert.

create function refuse_change() returns trigger
language plpgsql set search_path = placet, pg_temp as $$
begin
    raise exception '% is append-only', tg_table_name
        using errcode = 'restrict_violation';
end $$;

create trigger append_only before update or delete or truncate on version
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on leaf
    for each statement execute function refuse_change();
