-- core.group_aware(software) - does it read Announce{activity} (FEP-1b12)?
create function core.group_aware(_software text) returns boolean
language sql immutable as $$
    select coalesce(_software in (
        'lemmy', 'piefed', 'mbin', 'kbin', 'nodebb', 'lotide'), false)
$$;
