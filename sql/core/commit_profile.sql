-- core.commit_profile(petition id, salt, name, commune) - cp of a SIGN leaf
--
-- The same bytes as placet_commit_profile() of libplacet over the profile
-- that placet_profile() makes.
create function core.commit_profile(
    _petition bytea, _salt bytea, _name text, _commune text)
returns bytea
language sql immutable as $$
    select sha256('placet/cp/v1\012'::bytea || _petition || _salt
        || convert_to(format(E'name\n%s\ncommune\n%s\n', _name, _commune),
            'UTF8'))
$$;
