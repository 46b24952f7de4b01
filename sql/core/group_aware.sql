-- core.group_aware(software) - does it read Announce{activity} (FEP-1b12)?
--
-- The names are the server's setting federation_groups, which it sets as
-- placet.groups on its connections, with commas; unset they are those known.
create function core.group_aware(_software text) returns boolean
language sql stable as $$
    select coalesce(_software = any (string_to_array(coalesce(
        nullif(current_setting('placet.groups', true), ''),
        'lemmy,piefed,mbin,kbin,nodebb,lotide'), ',')), false)
$$;
