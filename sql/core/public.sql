-- core.public() - the collection that everybody is in (ActivityPub 5.6)
create function core.public() returns text
language sql immutable as $$
    select 'https://www.w3.org/ns/activitystreams#Public'
$$;
