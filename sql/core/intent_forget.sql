-- core.intent_forget() - who waited has been led on, or told
--
-- After ten seconds nobody asks for them any more: their names go; after two
-- minutes all that there was.  What somebody else has in hands is passed over.
create function core.intent_forget() returns void
language plpgsql as $$
begin
    delete from intent where ctid = any (array(
        select ctid from intent where at < now() - interval '2 minutes'
        for update skip locked));
    update intent set account = null where ctid = any (array(
        select ctid from intent
        where at < now() - interval '10 seconds' and account is not null
            and (leased_until is null or leased_until < now())
        for update skip locked));
end $$;
