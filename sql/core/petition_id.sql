-- core.petition_id(uuid of the site, number) - what names it in commitments
--
-- The same bytes as placet_petition_id() of libplacet.
create function core.petition_id(_site uuid, _number int) returns bytea
language sql immutable as $$
    select sha256('placet/petition/v1\012'::bytea
        || uuid_send(_site) || int4send(_number))
$$;
